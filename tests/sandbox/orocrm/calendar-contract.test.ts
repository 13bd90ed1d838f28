import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import { calendarFixtures, calendarSteps } from './contract/calendar-fixtures';
import { calendarPlans } from './contract/calendar-plans';
import notReplayable from './contract/calendar-not-replayable.json';
import { CalendarReplay, casesAsSteps } from './contract/calendar-replay';
import { folder, present } from './contract/fixture';

/** Replays OroCRM's own contract data of calendar events against the simulated OroCRM. */
const reasons: Readonly<Record<string, string>> = notReplayable;
const names = present ? calendarFixtures() : [];
const cases = 'recurring-calendar-event-controller-test--data-recurring-event-creation-data-provider';
const replayed = names.filter((name) => reasons[name] === undefined && name !== cases);

if (!present && process.env['CI'] !== 'true') {
  console.log(`no contract data at ${folder}: replay of calendar events skipped`);
}

describe('contract data of calendar events', () => {
  it('is there, at least where it has to be', () => {
    expect(present || process.env['CI'] !== 'true').toBe(true);
  });

  it('has neither plan nor reason for a fixture that does not exist', () => {
    const named = [...Object.keys(reasons), ...Object.keys(calendarPlans)];
    expect(present ? named.filter((name) => !names.includes(name)) : []).toEqual([]);
  });

  for (const name of replayed) {
    it(name, async () => {
      const { bindings, steps } = calendarPlans[name] ?? {};
      const recorded = calendarSteps(name);
      expect(await CalendarReplay.run(steps?.(recorded) ?? recorded, bindings)).toEqual([]);
    });
  }

  it(`${cases}, each case`, async () => {
    if (!present) return;
    const file = resolve(folder, 'calendarevents', `${cases}.json`);
    const { cases: table } = JSON.parse(readFileSync(file, 'utf8')) as {
      cases: Record<string, JsonObject>;
    };
    for (const [each, steps] of casesAsSteps(table)) {
      expect([each, await CalendarReplay.run(steps)]).toEqual([each, []]);
    }
  });
});
