import fc from 'fast-check';

import { addressIn, slots } from '../../../shared/mapping/contact/address-slots';
import { outlookAddressForm } from '../../../shared/mapping/contact/address-form';
import { lineForm } from '../../../shared/mapping/text';
import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import { viewOfOrocrm, viewOfOutlook } from '../../../shared/mapping/view';
import type { OrocrmContact } from '../../../shared/records/contact';
import { mapping } from './arbitraries';
import { pair } from './pairs';
import { finder } from './test-places';

const runs = { numRuns: 100 };
const trimmed = (list: readonly string[]) => [...new Set(list.map((item) => item.trim()))];
const seen = (orocrm: OrocrmContact) => viewOfOrocrm(mapping, orocrm);

test('no e-mail that Outlook does not show is ever lost, and each has gone or stayed by itself', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOrocrm(mapping, orocrm, outlook).record;
      const shown = seen(orocrm)['emails'];
      const hidden = trimmed(orocrm.emails).filter((email) => !(shown as readonly string[]).includes(email));
      const wanted = viewOfOutlook(mapping, outlook)['emails'] as readonly string[];
      expect(new Set(trimmed(after.emails))).toEqual(new Set([...wanted, ...hidden]));
      if (after.emails.length > 0) expect(trimmed(after.emails)).toContain(after.primaryEmail.trim());
      else expect(after.primaryEmail).toBe('');
    }),
    runs,
  );
});

test('no phone but the primary one is ever lost', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOrocrm(mapping, orocrm, outlook).record;
      const others = trimmed(orocrm.phones).filter((phone) => phone !== orocrm.primaryPhone.trim());
      expect(trimmed(after.phones)).toEqual(expect.arrayContaining(others));
      if (after.phones.length > 0)
        expect(after.phones.map((phone) => phone.trim())).toContain(after.primaryPhone.trim());
      else expect(after.primaryPhone).toBe('');
    }),
    runs,
  );
});

test('addresses that Outlook does not show stay as they are', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOrocrm(mapping, orocrm, outlook).record;
      const shown = slots.map((slot) => addressIn(slot, orocrm));
      for (const hidden of orocrm.addresses.filter((address) => !shown.includes(address))) {
        const now = after.addresses.find(({ id }) => id === hidden.id);
        // Where the primary address was cleared, a hidden one may inherit the flag.
        expect(now).toEqual({ ...hidden, primary: now?.primary });
      }
    }),
    runs,
  );
});

test('an address keeps its id, so that its label, names and organisation live, unless its slot was cleared', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOrocrm(mapping, orocrm, outlook).record;
      for (const slot of slots) {
        const before = addressIn(slot, orocrm);
        if (before === undefined || outlookAddressForm(finder, outlook[slot.outlook]) === null) continue;
        expect(after.addresses.map(({ id }) => id)).toContain(before.id);
      }
    }),
    runs,
  );
});

test('OroCRM keeps at most one address of a type, one primary address, and a country on each that it gets', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOrocrm(mapping, orocrm, outlook).record;
      const types = after.addresses.flatMap((address) => address.types);
      expect(types).toHaveLength(new Set(types).size);
      expect(after.addresses.filter(({ primary }) => primary)).toHaveLength(
        after.addresses.length > 0 ? 1 : 0,
      );
      for (const address of after.addresses) {
        if (address.id === undefined && !orocrm.addresses.some(({ country }) => country === undefined)) {
          expect(address.country).toBeDefined();
        }
        if (address.region !== undefined)
          expect(address.region.code).toMatch(`${address.country?.code ?? '-'}-`);
      }
    }),
    runs,
  );
});

test('an Outlook address that OroCRM cannot hold is never cleared', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOutlook(mapping, outlook, orocrm).record;
      for (const slot of slots) {
        const before = outlook[slot.outlook];
        const unknown = finder.country(before.countryOrRegion) === undefined;
        if (unknown && seen(orocrm)[slot.field] === null) expect(after[slot.outlook]).toBe(before);
      }
    }),
    runs,
  );
});

test('the names that people gave to e-mail addresses stay with them', () => {
  fc.assert(
    fc.property(pair, ({ orocrm, outlook }) => {
      const after = putOutlook(mapping, outlook, orocrm).record;
      for (const { address, name } of after.emailAddresses) {
        const same = outlook.emailAddresses.filter((entry) => lineForm(entry.address) === lineForm(address));
        expect(same.length === 0 ? [''] : same.map((entry) => entry.name)).toContain(name);
      }
    }),
    runs,
  );
});
