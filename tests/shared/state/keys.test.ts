import fc from 'fast-check';
import { orocrmId } from '../../../shared/records/ids';
import {
  afterPrefix,
  decodeKey,
  encodeKey,
  latestFirst,
  orocrmIdOfKey,
  orocrmKey,
} from '../../../shared/state/keys';

const anyText = fc.string({ unit: 'binary', maxLength: 80 });
const anyId = fc.bigInt(1n, 10n ** 18n - 1n).map((number) => orocrmId(String(number)));

describe('keys of tables', () => {
  it('hold any text and give it back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = encodeKey(text);
        expect(key).toMatch(/^[A-Za-z0-9_.@!$-]*$/);
        expect(decodeKey(key)).toBe(text);
      }),
    );
  });

  it('tell texts apart that differ in case only', () => {
    expect(encodeKey('AAMkAD')).not.toBe(encodeKey('AAMkAd'));
  });

  it('encode what Outlook ids hold', () => {
    expect(encodeKey('AAMk/+=_-')).toBe('AAMk!2F!2B!3D_-');
  });

  it('refuse a text that no key can hold', () => {
    expect(encodeKey('a'.repeat(512))).toHaveLength(512);
    expect(() => encodeKey('a'.repeat(513))).toThrow(RangeError);
    expect(() => encodeKey('='.repeat(200))).toThrow(RangeError);
  });

  it('sort OroCRM ids as numbers', () => {
    fc.assert(
      fc.property(fc.array(anyId, { maxLength: 20 }), (ids) => {
        const byKey = ids.map(orocrmKey).sort().map(orocrmIdOfKey);
        const byNumber = [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
        expect(byKey).toEqual(byNumber);
      }),
    );
  });

  it('sort times latest first', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), noInvalidDate: true }), fc.nat(), (time, later) => {
        fc.pre(time.getTime() + later < 9_999_999_999_999);
        expect(latestFirst(new Date(time.getTime() + later)) <= latestFirst(time)).toBe(true);
      }),
    );
  });

  it('end a prefix after everything that starts with it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(`o:${encodeKey(text)}` < afterPrefix('o:')).toBe(true);
      }),
    );
  });
});
