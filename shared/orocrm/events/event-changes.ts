import { isUnholdable, type OrocrmEvent, type OrocrmException } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type { Change } from '../../sync/ports/orocrm';
import { changeBody, changeExceptionBody, type Body } from './event-body';
import { sameRecurrence } from './recurrence';

/** One request of a change. */
export type Step =
  | { readonly kind: 'change'; readonly id: OrocrmId; readonly body: Body }
  /** The occurrence is again as its series says. */
  | { readonly kind: 'restore'; readonly id: OrocrmId }
  | { readonly kind: 'except'; readonly exception: OrocrmException };

export type Plan =
  { readonly steps: readonly Step[] } | { readonly steps?: undefined; readonly unholdable: string };

/**
 * The requests that turn a record into another, in their order. Exceptions that shall be no more go first where the
 * occurrences change: an exception without its occurrence is none to us and would stand alone for ever.
 */
export function planChange({ current, desired }: Change<OrocrmEvent>): Plan {
  const { recurrence } = desired;
  const sameDays = sameRecurrence(current.recurrence, recurrence);
  if (isUnholdable(recurrence) && !sameDays) return { unholdable: recurrence.unholdable };
  const body = changeBody(current, desired);
  const own: readonly Step[] = body === undefined ? [] : [{ kind: 'change', id: current.id, body }];
  const { restored, others } = planExceptions(
    current.exceptions,
    recurrence === undefined ? [] : desired.exceptions,
  );
  const moves = !sameDays || current.start !== desired.start || current.end !== desired.end;
  return { steps: moves ? [...restored, ...own, ...others] : [...own, ...restored, ...others] };
}

function planExceptions(
  current: readonly OrocrmException[],
  desired: readonly OrocrmException[],
): { readonly restored: readonly Step[]; readonly others: readonly Step[] } {
  const left = new Set(current);
  const others: Step[] = [];
  const pairs = desired.map((wanted) => ({
    wanted,
    known: take(left, ({ id }) => id !== undefined && id === wanted.id),
  }));
  for (const { wanted, known } of pairs) {
    // One whose creation was never answered has no id here, but is there.
    const held = known ?? take(left, ({ originalStart }) => originalStart === wanted.originalStart);
    if (held?.id === undefined) {
      others.push({ kind: 'except', exception: wanted });
      continue;
    }
    const body = changeExceptionBody(held, wanted);
    if (body !== undefined) others.push({ kind: 'change', id: held.id, body });
  }
  const restored = [...left].flatMap(({ id }): Step[] => (id === undefined ? [] : [{ kind: 'restore', id }]));
  return { restored, others };
}

function take<T>(from: Set<T>, fits: (item: T) => boolean): T | undefined {
  for (const item of from) {
    if (!fits(item)) continue;
    from.delete(item);
    return item;
  }
  return undefined;
}
