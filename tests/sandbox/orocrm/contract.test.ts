import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { fixtureNames, folder, present } from './contract/fixture';
import notReplayable from './contract/not-replayable.json';
import { planOf } from './contract/plan';
import { Replay } from './contract/replay';

/** Replays OroCRM's own contract data against the simulated OroCRM. */
const reasons: Readonly<Record<string, string>> = notReplayable;
const names = present ? fixtureNames() : [];
const replayed = names.filter((name) => reasons[name] === undefined);

if (!present && process.env['CI'] !== 'true') {
  console.log(`no contract data at ${folder}: replay skipped`);
}

describe('contract data of OroCRM', () => {
  let orocrm: SimulatedOrocrm;
  beforeAll(async () => {
    orocrm = await startOrocrm();
  });
  afterAll(async () => {
    await orocrm.stop();
    console.log(`replayed ${replayed.length}, not replayable ${names.length - replayed.length}`);
  });

  it('is there, at least where it has to be', () => {
    expect(present || process.env['CI'] !== 'true').toBe(true);
  });

  it('has a plan or a reason for every fixture, and no reason for what does not exist', () => {
    expect(replayed.filter((name) => planOf(name) === undefined)).toEqual([]);
    expect(present ? Object.keys(reasons).filter((name) => !names.includes(name)) : []).toEqual([]);
  });

  for (const name of replayed) {
    const plan = planOf(name);
    if (plan === undefined) continue;
    it(name, async () => {
      for (const variant of plan.variants ?? [{}]) {
        expect(await new Replay(orocrm, plan, variant).run(name)).toEqual([]);
      }
    });
  }
});
