import type { SimulatedOrocrm } from './orocrm/start';

/** The id of a user's default calendar, which no list tells a service user (OroCRM reference 3). */
export function calendarOf(orocrm: SimulatedOrocrm, userId: string): string {
  const calendar = orocrm.calendarEvents.calendars().find(({ owner }) => owner === userId);
  if (calendar === undefined) throw new Error(`There is no user ${userId}.`);
  return calendar.id;
}
