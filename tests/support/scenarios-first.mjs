import Sequencer from '@jest/test-sequencer';

/** Scenarios take minutes whatever the size of their file: begun last, they would be waited for with cores idle. */
export default class ScenariosFirst extends Sequencer {
  sort(tests) {
    const isScenario = ({ path }) => /[\\/]scenarios[\\/]/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(isScenario), ...sorted.filter((test) => !isScenario(test))];
  }
}
