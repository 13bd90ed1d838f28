import fc from 'fast-check';

import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import { same } from '../../../shared/mapping/same';
import { viewOfOrocrm, viewOfOutlook } from '../../../shared/mapping/view';
import type { View } from '../../../shared/mapping/lens';
import type { OrocrmContact, OutlookContact } from '../../../shared/records/contact';
import { mapping, orocrmContact, outlookContact } from './arbitraries';
import { inexpressible, kept, uncovered } from './exceptions';
import { pair } from './pairs';

// A longer search: CONTACT_LAW_RUNS=5000 npx jest contact-laws
const runs = { numRuns: Number(process.env['CONTACT_LAW_RUNS'] ?? 100) };

const intoOrocrm = (orocrm: OrocrmContact, outlook: OutlookContact) => putOrocrm(mapping, orocrm, outlook);
const intoOutlook = (outlook: OutlookContact, orocrm: OrocrmContact) => putOutlook(mapping, outlook, orocrm);
const orocrmView = (orocrm: OrocrmContact) => viewOfOrocrm(mapping, orocrm);
const outlookView = (outlook: OutlookContact) => viewOfOutlook(mapping, outlook);

function without(view: View, fields: readonly string[]): View {
  return Object.fromEntries(Object.entries(view).filter(([field]) => !fields.includes(field)));
}

describe('law 1: what did not change is not written', () => {
  test('an OroCRM record and its Outlook view', () => {
    fc.assert(
      fc.property(orocrmContact, (orocrm) => {
        const outlook = intoOutlook(mapping.blankOutlook, orocrm).record;
        expect(intoOrocrm(orocrm, outlook)).toEqual({ record: orocrm, fields: [] });
      }),
      runs,
    );
  });

  test('an Outlook record and its OroCRM view', () => {
    fc.assert(
      fc.property(outlookContact, (outlook) => {
        const orocrm = intoOrocrm(mapping.blankOrocrm, outlook).record;
        expect(intoOutlook(outlook, orocrm)).toEqual({ record: outlook, fields: [] });
      }),
      runs,
    );
  });

  test('any two records with equal views', () => {
    fc.assert(
      fc.property(pair, ({ orocrm, outlook }) => {
        const agreeing = intoOutlook(outlook, orocrm).record;
        fc.pre(kept({ orocrm, outlook }).length === 0);
        expect(outlookView(agreeing)).toEqual(orocrmView(orocrm));
        expect(intoOutlook(agreeing, orocrm).fields).toEqual([]);
        expect(intoOrocrm(orocrm, agreeing).record).toBe(orocrm);
      }),
      runs,
    );
  });
});

describe('law 2: what was written is what is read', () => {
  test('in OroCRM, but for what it uncovers or cannot hold', () => {
    fc.assert(
      fc.property(pair, ({ orocrm, outlook }) => {
        const after = intoOrocrm(orocrm, outlook).record;
        const except = [...uncovered({ orocrm, outlook }), ...inexpressible(outlook)];
        expect(without(orocrmView(after), except)).toEqual(without(outlookView(outlook), except));
      }),
      runs,
    );
  });

  test('in Outlook, but for what OroCRM could not see', () => {
    fc.assert(
      fc.property(pair, ({ orocrm, outlook }) => {
        const after = intoOutlook(outlook, orocrm).record;
        const except = kept({ orocrm, outlook });
        expect(without(outlookView(after), except)).toEqual(without(orocrmView(orocrm), except));
      }),
      runs,
    );
  });

  test('one further write settles what surfaced or could not be held', () => {
    fc.assert(
      fc.property(pair, ({ orocrm, outlook }) => {
        const orocrmAfter = intoOrocrm(orocrm, outlook).record;
        const outlookAfter = intoOutlook(outlook, orocrmAfter).record;
        expect(intoOrocrm(orocrmAfter, outlookAfter).fields).toEqual([]);
        expect(intoOutlook(outlookAfter, orocrmAfter).fields).toEqual([]);
      }),
      runs,
    );
  });
});

describe('law 3: writing twice is writing once', () => {
  test('in OroCRM, but for the fields in which something surfaced', () => {
    fc.assert(
      fc.property(pair, ({ orocrm, outlook }) => {
        const once = intoOrocrm(orocrm, outlook).record;
        const [read, written] = [orocrmView(once), outlookView(outlook)];
        const surfaced = uncovered({ orocrm, outlook }).filter((field) => !same(read[field], written[field]));
        const twice = intoOrocrm(once, outlook);
        expect(surfaced).toEqual(expect.arrayContaining([...twice.fields]));
        if (surfaced.length === 0) expect(twice.record).toBe(once);
      }),
      runs,
    );
  });

  test('in Outlook', () => {
    fc.assert(
      fc.property(pair, ({ orocrm, outlook }) => {
        const once = intoOutlook(outlook, orocrm).record;
        expect(intoOutlook(once, orocrm)).toEqual({ record: once, fields: [] });
      }),
      runs,
    );
  });
});

test('convergence: after a write to Outlook, nothing is left to write to OroCRM', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = intoOutlook(outlook, orocrm).record;
      expect(intoOrocrm(orocrm, after)).toEqual({ record: orocrm, fields: [] });
    }),
    runs,
  );
});
