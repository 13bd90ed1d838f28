import { z } from 'zod';
import type { CalendarWindow } from '../../rules/policy';
import type { OutlookCursor } from '../../sync/ports/outlook';
import { linkPath } from '../graph-url';

/** Where the reading of changes goes on, and the window that its token is frozen to (Graph reference 2.2). */
export interface EventsCursor {
  readonly link: string;
  readonly window: CalendarWindow;
}

const instant = z.iso.datetime().transform((text) => new Date(text));
const shape = z.object({
  link: z.string().refine((link) => linkPath(link) !== undefined),
  from: instant,
  to: instant,
});

export const writeEventsCursor = ({ link, window: { from, to } }: EventsCursor): OutlookCursor =>
  JSON.stringify({ link, from: from.toISOString(), to: to.toISOString() });

/** Undefined when the text is no cursor of ours: then it counts as lost. */
export function readEventsCursor(cursor: OutlookCursor): EventsCursor | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) return undefined;
  const { link, from, to } = parsed.data;
  return { link, window: { from, to } };
}

const msPerDay = 86_400_000;
const daysBefore = 1;
const daysAhead = 30;

/** A window with room: it moves on day by day, and each new one costs a whole round. */
export const roomy = ({ from, to }: CalendarWindow): CalendarWindow => ({
  from: new Date(from.getTime() - daysBefore * msPerDay),
  to: new Date(to.getTime() + daysAhead * msPerDay),
});

export const covers = (frozen: CalendarWindow, wanted: CalendarWindow): boolean =>
  frozen.from <= wanted.from && frozen.to >= wanted.to;
