import type { DeltaPosition } from '../odata/delta-token';
import type { Entity } from '../odata/select';
import type { Settings } from '../settings';
import { idOf } from '../state/identity';
import type { DeltaEntry } from '../state/read-delta';
import { changedDay } from './change-event';
import { overlaps } from './expand-series';
import { instanceOn, instancesIn, wholeItem, type EventItem, type Instance } from './instances';
import { renderEvent, renderSkeleton, type Showing } from './render';

const ANNOTATION = { '@odata.type': '#microsoft.graph.event' };

/** What calendarView/delta says of the items that changed (reference: Graph 2.2). */
export class ViewRows {
  readonly #from: Date;
  readonly #to: Date;

  /** `find`: an item wherever it is now, by its number. */
  constructor(
    private readonly position: DeltaPosition,
    private readonly showing: Showing,
    private readonly settings: Settings,
    private readonly find: (number: number) => EventItem | undefined,
  ) {
    const { from = '', to = '' } = position.window ?? {};
    this.#from = new Date(from);
    this.#to = new Date(to);
  }

  rowsOf(entry: DeltaEntry<EventItem['values']>): Entity[] {
    switch (entry.kind) {
      case 'live':
        return this.#live(entry.item);
      case 'removed': {
        const { number, reason } = entry.removal;
        const item = this.find(number);
        return item === undefined ? [this.#removed(number, reason)] : this.#gone(item, reason);
      }
    }
  }

  #live(item: EventItem): Entity[] {
    const { since } = this.position;
    const names = Object.entries(item.feed.changed).filter(([, version]) => version > since);
    const days = names.flatMap(([name]) => changedDay(name) ?? []);
    const isKnown = item.feed.entered <= since && this.position.again?.includes(item.number) !== true;
    const onlyDays = since > 0 && isKnown && days.length > 0 && days.length === names.length;
    if (onlyDays) return days.sort().map((day) => this.#day(item, day));
    const inside = instancesIn(item, this.#from, this.#to);
    if (inside.length === 0) return this.#outside(item, 'deleted');
    const cancelled = since === 0 ? [] : days.filter((day) => instanceOn(item, day) === undefined);
    const master = item.values.recurrence === undefined || !this.settings.viewDeltaListsMasters;
    return [
      ...(master ? [] : [this.#whole(wholeItem(item))]),
      ...inside.map((instance) => this.#instance(instance)),
      ...cancelled.map((day) => this.#removed(item.number, 'deleted', day)),
    ];
  }

  /** One occurrence that changed: as it is now, or gone from the window. */
  #day(item: EventItem, day: string): Entity {
    const instance = instanceOn(item, day);
    return instance !== undefined && overlaps(instance, this.#from, this.#to)
      ? this.#instance(instance)
      : this.#removed(item.number, 'deleted', day);
  }

  /** An item that left the calendar: a series with the occurrences that were in the window. */
  #gone(item: EventItem, reason: 'deleted' | 'changed'): Entity[] {
    const inside = instancesIn(item, this.#from, this.#to);
    if (inside.length === 0) return this.#outside(item, reason);
    const occurrences = inside.flatMap(({ day }) =>
      day === undefined ? [] : [this.#removed(item.number, reason, day)],
    );
    const itself = occurrences.length === 0 || this.settings.viewDeltaListsMasters;
    return [...(itself ? [this.#removed(item.number, reason)] : []), ...occurrences];
  }

  /** Events outside the window show as removed, whatever happened to them; who starts afresh hears nothing. */
  #outside(item: EventItem, reason: 'deleted' | 'changed'): Entity[] {
    const told = this.position.since > 0 && this.settings.viewDeltaReportsOutside;
    return told ? [this.#removed(item.number, reason)] : [];
  }

  #instance(instance: Instance): Entity {
    return instance.type === 'occurrence'
      ? { ...ANNOTATION, ...renderSkeleton(instance, this.showing) }
      : this.#whole(instance);
  }

  #whole(instance: Instance): Entity {
    return { ...ANNOTATION, ...renderEvent(instance, this.showing) };
  }

  #removed(number: number, reason: 'deleted' | 'changed', day?: string): Entity {
    const { user, folder, immutable } = this.showing;
    const id = idOf({ mailbox: user.id, number }, folder, immutable, day);
    return { ...ANNOTATION, id, '@removed': { reason } };
  }
}
