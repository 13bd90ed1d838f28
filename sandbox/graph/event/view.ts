import { badQuery } from '../errors';
import { expandedProperties, refuseExpansion } from '../extended/expand-extended';
import type { ExtendedId } from '../extended/extended-id';
import { renderExtended } from '../extended/render-extended';
import { readExpand } from '../odata/expand';
import type { QueryOptions } from '../odata/query';
import { applySelect, readSelect, type Entity } from '../odata/select';
import { parentEntryIdProperty } from './folder-properties';
import { exceptionsOf, type Instance } from './instances';
import { EVENT_TYPE, NAVIGATION } from './properties';
import { occurrenceId, renderEvent, type Showing } from './render';

/** How a request wants its events. */
export interface EventView {
  readonly select: readonly string[] | undefined;
  readonly extended: readonly ExtendedId[];
  /** What of the exceptions of a series is wanted beside it; undefined: they are not. */
  readonly exceptions: { readonly select: readonly string[] | undefined } | undefined;
}

/**
 * Reads `$select` and `$expand`. `one`: the request is for one event by its id; exceptions are expanded there only
 * (reference: Graph 2.6).
 * @throws GraphError 400
 */
export function readEventView(options: QueryOptions, one: boolean): EventView {
  let exceptions: EventView['exceptions'];
  const extended = readExpand(options.$expand).flatMap((expansion) => {
    const { property, options: inner } = expansion;
    if (property === 'singleValueExtendedProperties') return expandedProperties(expansion);
    if (property !== 'exceptionOccurrences') return refuseExpansion(property, NAVIGATION);
    if (!one) throw badQuery('exceptionOccurrences are expanded on a single series only.');
    const { $select, ...more } = inner;
    const [foreign] = Object.keys(more);
    if (foreign !== undefined) throw badQuery(`exceptionOccurrences are not expanded with ${foreign}.`);
    exceptions = { select: readSelect($select, EVENT_TYPE) };
    return [];
  });
  return { select: readSelect(options.$select, EVENT_TYPE), extended, exceptions };
}

/** An event as the request wants it. */
export function viewEvent(instance: Instance, view: EventView, showing: Showing): Entity {
  const properties = [...instance.extended, parentEntryIdProperty(showing.folder)];
  return {
    ...applySelect(renderEvent(instance, showing), view.select),
    ...renderExtended(properties, view.extended),
  };
}

/**
 * One event by its id. The cancelled and exceptional occurrences of a series are given only here, and only when they
 * are selected or expanded.
 */
export function viewOneEvent(instance: Instance, view: EventView, showing: Showing): Entity {
  const { item, type } = instance;
  const isSeries = type === 'seriesMaster';
  return {
    ...viewEvent(instance, view, showing),
    ...(view.select?.includes('cancelledOccurrences') === true && {
      cancelledOccurrences: isSeries
        ? item.values.cancelled.map((day) => occurrenceId(item, day, showing))
        : [],
    }),
    ...(view.exceptions !== undefined && {
      exceptionOccurrences: isSeries
        ? exceptionsOf(item).map((each) => applySelect(renderEvent(each, showing), view.exceptions?.select))
        : [],
    }),
  };
}
