import { createHmac } from 'node:crypto';

import type { View, ViewValue } from '../mapping/lens';
import { canonicalJson } from './canonical-json';
import type { Digest } from './ids';

/** One digest per mapped field, by field name. */
export type Digests = Readonly<Record<string, Digest>>;

const digestBytes = 16;

/**
 * Keyed digest of a value: HMAC-SHA256 of its canonical JSON, the first 16 bytes in base64url. The key is what keeps
 * a digest of a gender or a birthday from being guessed. `purpose` keeps equal values of different fields apart.
 */
export function digestOf(key: Buffer, value: ViewValue, purpose = 'content'): Digest {
  const mac = createHmac('sha256', key)
    .update(`${purpose}\0${canonicalJson(value)}`, 'utf8')
    .digest();
  return mac.subarray(0, digestBytes).toString('base64url') as Digest;
}

/** The digests of a view, field by field: a baseline (spec 2). `digestOf` of the whole view is one over all fields. */
export function digestsOf(key: Buffer, view: View): Digests {
  return Object.fromEntries(
    Object.entries(view).map(([field, value]) => [field, digestOf(key, value, `field ${field}`)]),
  );
}
