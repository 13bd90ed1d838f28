import { defaultKeyFields, fieldNames, textFields } from '../../../shared/records/fields';
import { keyDigest, keyOf } from '../../../shared/records/key';
import { entityNames } from '../../../shared/records/record';

const fields = defaultKeyFields('contacts');
const contact = (firstName: string, lastName: string, more: Readonly<Record<string, string>> = {}) => ({
  firstName,
  lastName,
  gender: '',
  birthday: '',
  ...more,
});
const keyOfContact = (firstName: string, lastName: string, more = {}) =>
  keyOf('contacts', contact(firstName, lastName, more), fields);

test.each([
  ['letter case', ['ADA', 'byron'], ['Ada', 'Byron']],
  ['white space around and inside', ['  Ada ', 'de \t\n Byron'], ['Ada', 'de Byron']],
  ['no-break spaces', ['Ada', 'de\u00a0Byron'], ['Ada', 'de Byron']],
  ['composed and combining marks', ['Zoe\u0308', 'x'], ['Zoë', 'x']],
  ['the sharp s', ['x', 'Strauß'], ['x', 'STRAUSS']],
  ['sigmas', ['x', 'ΟΔΥΣΣΕΥΣ'], ['x', 'Οδυσσευς']],
])('%s makes no difference', (_, [a = '', b = ''], [c = '', d = '']) => {
  expect(keyOfContact(a, b)).toBe(keyOfContact(c, d));
  expect(keyOfContact(a, b)).not.toBe('');
});

test.each([
  ['accents', ['Zoe', 'x'], ['Zoë', 'x']],
  ['which field holds a text', ['a', 'b'], ['b', 'a']],
  ['where a text is cut', ['ab', 'c'], ['a', 'bc']],
])('%s do make one', (_, [a = '', b = ''], [c = '', d = '']) => {
  expect(keyOfContact(a, b)).not.toBe(keyOfContact(c, d));
});

test('gender and birthday belong to the key; empty equals empty and nothing else', () => {
  expect(keyOfContact('Ada', 'Byron', { gender: 'female' })).not.toBe(keyOfContact('Ada', 'Byron'));
  expect(keyOfContact('Ada', 'Byron', { birthday: '' })).toBe(keyOfContact('Ada', 'Byron'));
});

test('a key whose text fields are all empty matches nothing', () => {
  expect(keyOfContact('', ' ', { gender: 'female', birthday: '1985-03-09' })).toBe('');
  expect(keyOf('contacts', contact('Ada', 'Byron', { gender: 'female' }), ['gender', 'birthday'])).toBe('');
  expect(keyOf('contacts', { emails: [], billingAddress: null }, ['emails', 'billingAddress'])).toBe('');
  expect(keyOf('tasks', { subject: '', priority: 'high' }, defaultKeyFields('tasks'))).toBe('');
  expect(keyOf('calendarEvents', { title: '', allDay: true }, defaultKeyFields('calendarEvents'))).toBe('');
});

test('lists and addresses can be key fields', () => {
  const key = (emails: string[]) => keyOf('contacts', { emails }, ['emails']);
  expect(key(['A@example.org'])).toBe(key(['a@example.org']));
  expect(key(['a@example.org'])).not.toBe('');
  expect(key(['a@example.org'])).not.toBe(key(['a@example.org', 'b@example.org']));
});

test('the order of key fields, and naming one twice, make no difference', () => {
  const view = contact('Ada', 'Byron');
  expect(keyOf('contacts', view, ['lastName', 'firstName', 'lastName'])).toBe(
    keyOf('contacts', view, ['firstName', 'lastName']),
  );
});

test('an event that is not all day differs from one that is', () => {
  const event = (allDay: boolean) => ({ title: 'Stand-up', start: '2026-01-02T09:00:00Z', end: '', allDay });
  const [yes, no] = [true, false].map((allDay) =>
    keyOf('calendarEvents', event(allDay), defaultKeyFields('calendarEvents')),
  );
  expect(yes).not.toBe(no);
});

test('the digest of a key follows the secret and the entity; no key, no digest', () => {
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  const digest = keyDigest(one, 'contacts', contact('ADA', 'Byron'), fields);
  expect(digest).toMatch(/^[\w-]{22}$/);
  expect(keyDigest(one, 'contacts', contact('Ada', 'byron'), fields)).toBe(digest);
  expect(keyDigest(other, 'contacts', contact('Ada', 'byron'), fields)).not.toBe(digest);
  expect(keyDigest(one, 'contacts', contact('', ''), fields)).toBe('');
});

test.each([...entityNames])(
  '%s: key and text fields are mapped fields, and the default key can match',
  (entity) => {
    const all = fieldNames(entity);
    expect(all).toEqual(expect.arrayContaining([...textFields(entity), ...defaultKeyFields(entity)]));
    expect(defaultKeyFields(entity).some((field) => textFields(entity).includes(field))).toBe(true);
  },
);
