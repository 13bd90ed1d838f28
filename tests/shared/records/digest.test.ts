import fc from 'fast-check';

import type { ViewValue } from '../../../shared/mapping/lens';
import { canonicalJson } from '../../../shared/records/canonical-json';
import { digestOf, digestsOf } from '../../../shared/records/digest';

const key = Buffer.from('a key of the tests');
const value = fc.letrec<{ value: ViewValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('canonical JSON', () => {
  test('the order of names does not matter', () => {
    expect(canonicalJson({ b: [true, null], a: { d: 'x', c: '' } })).toBe(
      '{"a":{"c":"","d":"x"},"b":[true,null]}',
    );
  });

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(value, (one) =>
        expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one))),
      ),
    );
  });

  test('is equal only for equal values', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const parsed = [one, other].map((it): unknown => JSON.parse(JSON.stringify(it)));
        const equal = canonicalJson(one) === canonicalJson(other);
        if (equal) expect(parsed[0]).toEqual(parsed[1]);
        else expect(parsed[0]).not.toEqual(parsed[1]);
      }),
    );
  });
});

describe('digests', () => {
  test('16 bytes in base64url', () => {
    expect(digestOf(key, 'value')).toMatch(/^[\w-]{22}$/);
  });

  test('a known one: what is at rest stays comparable in the next version', () => {
    expect(digestOf(key, { b: ['x'], a: '' }, 'field x')).toBe('Z0cyuUSY65ZYZjcmHmf1MA');
  });

  test('follow the key, the value and the purpose', () => {
    const all = [
      digestOf(key, 'male', 'field gender'),
      digestOf(key, 'female', 'field gender'),
      digestOf(key, 'male', 'field jobTitle'),
      digestOf(Buffer.from('another key'), 'male', 'field gender'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('one for each field, and equal values of two fields are not seen to be equal', () => {
    const digests = digestsOf(key, { firstName: 'Smith', lastName: 'Smith' });
    expect(Object.keys(digests)).toEqual(['firstName', 'lastName']);
    expect(digests['firstName']).not.toBe(digests['lastName']);
    expect(digestsOf(key, { lastName: 'Smith' })['lastName']).toBe(digests['lastName']);
  });
});
