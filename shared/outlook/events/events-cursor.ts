import { z } from 'zod';
import type { CalendarWindow } from '../../rules/policy';
import type { OutlookCursor } from '../../sync/ports/outlook';
import { linkPath } from '../graph-url';

/** One delta round: where it goes on, and the window that its token is frozen to (Graph reference 2.2). */
export interface ViewLink {
  readonly link: string;
  readonly window: CalendarWindow;
}

const instant = z.iso.datetime().transform((text) => new Date(text));
const shape = z.object({
  views: z
    .array(
      z.object({
        link: z.string().refine((link) => linkPath(link) !== undefined),
        from: instant,
        to: instant,
      }),
    )
    .min(1),
});

/** `views`: one after the other, without gaps. */
export const writeEventsCursor = (views: readonly ViewLink[]): OutlookCursor =>
  JSON.stringify({
    views: views.map(({ link, window: { from, to } }) => ({
      link,
      from: from.toISOString(),
      to: to.toISOString(),
    })),
  });

/** Undefined when the text is no cursor of ours: then it counts as lost. */
export function readEventsCursor(cursor: OutlookCursor): readonly ViewLink[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  return parsed.success
    ? parsed.data.views.map(({ link, from, to }) => ({ link, window: { from, to } }))
    : undefined;
}
