const { default: Sequencer } = require('@jest/test-sequencer');

/** Scenarios take minutes whatever the size of their file: begun last, they would be waited for with cores idle. */
module.exports = class ScenariosFirst extends Sequencer {
  sort(tests) {
    const isScenario = ({ path }) => path.includes('/scenarios/');
    const sorted = super.sort(tests);
    return [...sorted.filter(isScenario), ...sorted.filter((test) => !isScenario(test))];
  }
};
