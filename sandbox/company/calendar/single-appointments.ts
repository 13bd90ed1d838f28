import type { LocalDays } from '../local-days';
import type { Random } from '../random';
import { firmMeetings, holidays, plainMeetings, places, severalDays, wholeDays } from '../words/appointments';
import { firms } from '../words/work';
import type { Appointment } from './appointment';

/** From three weeks ago to two months ahead. */
const firstDay = -21;
const dayCount = 21 + 60;

/** A believable meeting of an hour or two on a working day. */
export function makeMeeting(random: Random, days: LocalDays): Appointment {
  const quarter = random.pick(['00', '00', '30', '15', '45']);
  return {
    title: random.chance(0.3)
      ? random.pick(plainMeetings)
      : random.pick(firmMeetings).replace('@', random.pick(firms).name),
    when: {
      day: days.workday(firstDay + random.whole(dayCount)),
      from: `${8 + random.whole(10)}:${quarter}`,
      minutes: random.pick([30, 30, 45, 60, 60, 90, 120]),
    },
    ...(random.chance(0.4) ? { place: random.pick(places) } : {}),
  };
}

export const makeWholeDay = (random: Random): Appointment => ({
  title: random.pick(wholeDays),
  when: { day: firstDay + random.whole(dayCount), days: 1 },
});

export const makeSeveralDays = (random: Random): Appointment => ({
  title: random.pick(severalDays),
  when: { day: firstDay + random.whole(dayCount), days: 2 + random.whole(4) },
});

/** One of the holidays, and a fortnight off. */
export const makeHolidays = (random: Random, days: LocalDays): readonly Appointment[] => [
  ...holidays.map((title, index): Appointment => ({
    title,
    when: { day: days.workday(5 + 17 * index + random.whole(10)), days: 1 },
  })),
  { title: 'Vacation 🏖️', when: { day: days.workday(30 + random.whole(20)), days: 12 } },
];

/** Over midnight, in the colleague's zone. */
export const makeNightShift = (random: Random): Appointment => ({
  title: random.pick(['Night train', 'Release, data migration', 'Bereitschaft']),
  when: { day: 3 + random.whole(30), from: '22:30', minutes: 8 * 60 },
});
