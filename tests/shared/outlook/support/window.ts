import type { CalendarWindow } from '../../../../shared/rules/policy';

/** A calendar window, for feeds that do not ask what it is. */
export const anyWindow: CalendarWindow = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };
