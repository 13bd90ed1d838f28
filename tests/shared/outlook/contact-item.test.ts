import fc from 'fast-check';
import { contactPatch } from '../../../shared/outlook/contact-changes';
import { newContactBody, toContact } from '../../../shared/outlook/contact-item';
import { arbitraryContact, arbitraryEdit } from './support/arbitrary-contact';
import { graphValidator, hasGraphSchema } from './support/graph-schema';
import { aContact, blankContact } from './support/samples';
import { afterPatch, afterPost } from './support/wire-model';

const read = (wire: unknown) => toContact(wire, 'test');
const createdAt = '';

/** Names of properties, however deep, that hold nothing. */
const emptyValues = (value: object): readonly string[] =>
  Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    if (typeof part !== 'object' || part === null) return part === null || part === '' ? [name] : [];
    return Object.keys(part).length === 0 ? [name] : emptyValues(part);
  });

describe('a create and its reading', () => {
  it('gives back every contact', () => {
    fc.assert(
      fc.property(arbitraryContact, (contact) => {
        expect(read(afterPost({ ...newContactBody(contact) }))).toEqual({ ...contact, createdAt });
      }),
    );
  });

  it('never sends null or an empty value', () => {
    fc.assert(
      fc.property(arbitraryContact, (contact) => {
        expect(emptyValues({ ...newContactBody(contact) })).toEqual([]);
      }),
    );
  });

  it('sends a whole contact in Graph’s words', () => {
    const contact = aContact({
      mark: '4711',
      givenName: 'Ada',
      surname: 'Byron',
      displayName: 'Ada Byron',
      generation: 'II',
      emailAddresses: [
        { name: 'Ada Byron', address: 'ada@example.org' },
        { name: '', address: 'a@b.example' },
      ],
      birthday: '1985-03-09',
      gender: 'female',
      primaryPhone: '+49 30 1',
      fax: '+49 30 2',
      businessAddress: {
        street: 'Allee 1',
        city: 'Berlin',
        state: '',
        postalCode: '01234',
        countryOrRegion: 'Germany',
      },
    });
    expect(newContactBody(contact)).toEqual({
      displayName: 'Ada Byron',
      givenName: 'Ada',
      surname: 'Byron',
      generation: 'II',
      emailAddresses: [{ name: 'Ada Byron', address: 'ada@example.org' }, { address: 'a@b.example' }],
      birthday: '1985-03-09T11:59:00Z',
      businessAddress: { street: 'Allee 1', city: 'Berlin', postalCode: '01234', countryOrRegion: 'Germany' },
      singleValueExtendedProperties: [
        { id: 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id', value: '4711' },
        { id: 'String 0x3A1A', value: '+49 30 1' },
        { id: 'String 0x3A24', value: '+49 30 2' },
        { id: 'Short 0x3A4D', value: '1' },
      ],
    });
  });
});

describe('a change and its reading', () => {
  it.each(['replaces', 'merges'] as const)('ends as desired where an address %s', (addresses) => {
    fc.assert(
      fc.property(arbitraryEdit, ({ current, desired }) => {
        const before = afterPost({ ...newContactBody(current) });
        const patch = contactPatch({ current, desired });
        const after = patch === undefined ? before : afterPatch(before, { ...patch }, addresses);
        expect(read(after)).toEqual({ ...desired, createdAt });
      }),
    );
  });

  it('sends nothing where nothing differs', () => {
    fc.assert(
      fc.property(arbitraryContact, (contact) => {
        expect(contactPatch({ current: contact, desired: structuredClone(contact) })).toBeUndefined();
      }),
    );
  });

  it('sends only what differs, and the display name along with any name', () => {
    const current = aContact({
      displayName: 'Ada Byron',
      givenName: 'Ada',
      surname: 'Byron',
      jobTitle: 'Countess',
    });
    expect(contactPatch({ current, desired: { ...current, jobTitle: 'CTO' } })).toEqual({ jobTitle: 'CTO' });
    expect(contactPatch({ current, desired: { ...current, surname: 'Lovelace' } })).toEqual({
      surname: 'Lovelace',
      displayName: 'Ada Byron',
    });
  });

  it('clears in the way of each kind of property', () => {
    const address = { street: 'Allee 1', city: '', state: '', postalCode: '', countryOrRegion: 'Germany' };
    const current = aContact({
      jobTitle: 'CTO',
      emailAddresses: [{ name: '', address: 'a@b.example' }],
      birthday: '1985-03-09',
      gender: 'male',
      fax: '1',
      mark: '7',
      homeAddress: address,
      otherAddress: address,
    });
    const desired = { ...blankContact, otherAddress: { ...address, street: '' } };
    expect(contactPatch({ current, desired })).toEqual({
      jobTitle: null,
      emailAddresses: [],
      birthday: null,
      homeAddress: { street: null, countryOrRegion: null },
      otherAddress: { street: null, countryOrRegion: 'Germany' },
      singleValueExtendedProperties: [
        { id: 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id', value: '' },
        { id: 'String 0x3A24', value: '' },
        { id: 'Short 0x3A4D', value: '0' },
      ],
    });
  });
});

describe('an item as Graph sends it', () => {
  it('is read with nulls, absent fields, empty addresses and lower-cased ids', () => {
    const contact = read({
      id: 'A1',
      changeKey: 'CK',
      parentFolderId: 'F',
      createdDateTime: '2026-01-01T00:00:00Z',
      givenName: null,
      homeAddress: {},
      otherAddress: null,
      businessAddress: { city: 'Berlin', street: null },
      emailAddresses: [{ name: 'no address', address: null }, null, { address: 'a@b.example' }],
      birthday: '1985-03-09T11:59:00Z',
      singleValueExtendedProperties: [
        { id: 'short 0x3a4d', value: '2' },
        { id: 'string {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} name orocrm_id', value: '5' },
      ],
    });
    expect(contact).toEqual(
      aContact({
        id: contact.id,
        version: 'W/"CK"',
        folder: contact.folder,
        createdAt: '2026-01-01T00:00:00Z',
        mark: '5',
        gender: 'male',
        birthday: '1985-03-09',
        emailAddresses: [{ name: '', address: 'a@b.example' }],
        businessAddress: { ...blankContact.businessAddress, city: 'Berlin' },
      }),
    );
    expect([contact.id, contact.folder]).toEqual(['A1', 'F']);
  });

  it.each(['0001-01-01T00:00:00Z', '4501-01-01T00:00:00Z', '', null])(
    'has no birthday when it says %p',
    (birthday) => {
      expect(read({ id: 'A1', birthday }).birthday).toBe('');
    },
  );

  it.each([[null], ['text'], [{}], [{ id: '' }], [{ id: 'A1', emailAddresses: 'none' }]])(
    'is refused when it is %j',
    (wire) => {
      expect(() => read(wire)).toThrow(
        expect.objectContaining({ kind: 'retry', code: 'bad-answer' }) as Error,
      );
    },
  );
});

(hasGraphSchema ? describe : describe.skip)('against Graph’s metadata', () => {
  it('every body of a create and of a change is lawful', () => {
    const validate = graphValidator('contact');
    fc.assert(
      fc.property(arbitraryEdit, ({ current, desired }) => {
        for (const body of [newContactBody(current), contactPatch({ current, desired }) ?? {}]) {
          expect({ valid: validate(body), errors: validate.errors }).toEqual({ valid: true, errors: null });
        }
      }),
    );
    expect(validate({ faxNumber: '1' })).toBe(false);
  });
});
