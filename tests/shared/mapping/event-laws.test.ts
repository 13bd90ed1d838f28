import fc from 'fast-check';
import { eventMapping, type EventZones } from '../../../shared/mapping/event/event-mapping';
import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import { viewOfOrocrm, viewOfOutlook } from '../../../shared/mapping/view';
import { isUnholdable, type OrocrmEvent, type OutlookEvent } from '../../../shared/records/event';
import { orocrmEvent, outlookEvent, zones } from './event-arbitraries';

// A longer search: EVENT_LAW_RUNS=5000 npx jest event-laws
const runs = { numRuns: Number(process.env['EVENT_LAW_RUNS'] ?? 150) };

interface Pair {
  readonly zones: EventZones;
  readonly orocrm: OrocrmEvent;
  readonly outlook: OutlookEvent;
}

const strangers: fc.Arbitrary<Pair> = zones.chain((of) =>
  fc.record({ zones: fc.constant(of), orocrm: orocrmEvent(of.orocrm), outlook: outlookEvent }),
);

/** What a user changes at a time in OroCRM, which lets a recurrence begin at another time than its event. */
const edits = fc.subarray([['start', 'end', 'allDay'], ['end'], ['recurrence', 'exceptions']] as const, {
  minLength: 1,
});

/** Pairs whose sides have most in common, as those that are linked: one of them was edited since. */
const acquaintances: fc.Arbitrary<Pair> = strangers.chain(({ zones: of, orocrm, outlook }) =>
  fc.record({ other: orocrmEvent(of.orocrm), edited: edits, toOutlook: fc.boolean() }).map((edit) => {
    const mapping = eventMapping(of);
    const editOf = (event: OrocrmEvent): OrocrmEvent => ({
      ...event,
      ...Object.fromEntries(edit.edited.flat().map((name) => [name, edit.other[name]])),
    });
    return edit.toOutlook
      ? { zones: of, orocrm, outlook: putOutlook(mapping, mapping.blankOutlook, editOf(orocrm)).record }
      : { zones: of, orocrm: editOf(putOrocrm(mapping, mapping.blankOrocrm, outlook).record), outlook };
  }),
);

const pair = fc.oneof(strangers, acquaintances);

/** What Graph can say and OroCRM cannot is set aside, not written: no law is about it. */
const isHeld = ({ recurrence }: OrocrmEvent | OutlookEvent): boolean => !isUnholdable(recurrence);

test('law 1: what did not change is not written, whichever side it came from', () => {
  fc.assert(
    fc.property(strangers, ({ zones: of, orocrm, outlook }) => {
      const mapping = eventMapping(of);
      const right = putOutlook(mapping, mapping.blankOutlook, orocrm).record;
      if (isHeld(right)) expect(putOrocrm(mapping, orocrm, right)).toEqual({ record: orocrm, fields: [] });
      const left = putOrocrm(mapping, mapping.blankOrocrm, outlook).record;
      if (isHeld(left)) expect(putOutlook(mapping, outlook, left)).toEqual({ record: outlook, fields: [] });
    }),
    runs,
  );
});

test('law 2: what was written is what is read', () => {
  fc.assert(
    fc.property(pair, ({ zones: of, orocrm, outlook }) => {
      const mapping = eventMapping(of);
      const right = putOutlook(mapping, outlook, orocrm).record;
      if (isHeld(right)) expect(viewOfOutlook(mapping, right)).toEqual(viewOfOrocrm(mapping, orocrm));
      const left = putOrocrm(mapping, orocrm, outlook).record;
      if (isHeld(left)) expect(viewOfOrocrm(mapping, left)).toEqual(viewOfOutlook(mapping, outlook));
    }),
    runs,
  );
});

test('law 3: writing twice is writing once', () => {
  fc.assert(
    fc.property(pair, ({ zones: of, orocrm, outlook }) => {
      const mapping = eventMapping(of);
      const right = putOutlook(mapping, outlook, orocrm).record;
      if (isHeld(right)) expect(putOutlook(mapping, right, orocrm)).toEqual({ record: right, fields: [] });
      const left = putOrocrm(mapping, orocrm, outlook).record;
      if (isHeld(left)) expect(putOrocrm(mapping, left, outlook)).toEqual({ record: left, fields: [] });
    }),
    runs,
  );
});
