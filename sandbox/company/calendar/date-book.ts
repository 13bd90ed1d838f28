import type { LocalDays } from '../local-days';
import type { Random } from '../random';
import type { Appointment, Guest } from './appointment';
import {
  dailyStandUp,
  everyOtherWeek,
  monthlyLastFriday,
  monthlyOnDay,
  weeklyTeamMeeting,
  yearlyDay,
} from './repeated-appointments';
import {
  makeHolidays,
  makeMeeting,
  makeNightShift,
  makeSeveralDays,
  makeWholeDay,
} from './single-appointments';

/** The calendar of a colleague in the two systems before they are first synchronised. */
export interface DateBook {
  readonly orocrm: readonly Appointment[];
  readonly outlook: readonly Appointment[];
}

/** The single meetings of each kind. */
export const meetingCounts = { onlyOrocrm: 12, onlyOutlook: 12, same: 5 } as const;

const supplier: Guest = { name: 'Kim Okafor', address: 'kim.okafor@kestrel.example' };

/** Makes the calendar of one colleague. `next`: the colleague whom this one invites in OroCRM. */
export function makeDateBook(random: Random, days: LocalDays, next: Guest): DateBook {
  const taken = new Set<string>();
  const unlike = (make: () => Appointment): Appointment => {
    for (;;) {
      const one = make();
      // Key: title, start, end, all-day. A title that is used once is enough to tell all apart.
      if (taken.has(one.title)) continue;
      taken.add(one.title);
      return one;
    }
  };
  const meeting = (): Appointment => unlike(() => makeMeeting(random, days));
  const meetings = (count: number): Appointment[] => Array.from({ length: count }, meeting);
  const wholeDay = (): Appointment => unlike(() => makeWholeDay(random));
  const severalDays = (): Appointment => unlike(() => makeSeveralDays(random));
  const night = (): Appointment => unlike(() => makeNightShift(random));

  const both = [
    ...meetings(meetingCounts.same),
    severalDays(),
    dailyStandUp('Stand-up', days),
    monthlyLastFriday('Month-end closing', days),
  ];
  return {
    orocrm: [
      ...both,
      ...meetings(meetingCounts.onlyOrocrm),
      ...[wholeDay(), severalDays(), night()],
      weeklyTeamMeeting('Pipeline review', days),
      everyOtherWeek('1:1', days),
      monthlyOnDay('Steering committee', days),
      yearlyDay('Founding day', days, 20),
      { ...meeting(), guests: [next] },
    ],
    outlook: [
      ...both,
      ...meetings(meetingCounts.onlyOutlook),
      ...[wholeDay(), severalDays(), night()],
      ...makeHolidays(random, days),
      weeklyTeamMeeting('Team meeting', days),
      monthlyOnDay('Jour fixe', days),
      yearlyDay('Wedding anniversary 💐', days, 45),
      { ...meeting(), guests: [supplier, next] },
      { ...meeting(), organizer: supplier },
    ],
  };
}
