import { createHmac } from 'node:crypto';

import type { View, ViewValue } from '../mapping/lens';
import { canonicalJson } from './canonical-json';
import type { Digest } from './ids';

/** One digest per mapped field, by field name. */
export type Digests = Readonly<Record<string, Digest>>;

const digestBytes = 16;

/**
 * Keyed digest of a value: HMAC-SHA256 of its canonical JSON, the first 16 bytes in base64url. The key is what keeps
 * a digest of a gender or a birthday from being guessed. `purpose` separates equal values of different fields.
 */
export function digestOf(key: Buffer, purpose: string, value: ViewValue): Digest {
  const mac = createHmac('sha256', key)
    .update(`${purpose}\0${canonicalJson(value)}`, 'utf8')
    .digest();
  return mac.subarray(0, digestBytes).toString('base64url') as Digest;
}

/** The digests of a view, field by field: a baseline (spec 2). */
export function digestsOf(key: Buffer, view: View): Digests {
  return Object.fromEntries(
    Object.entries(view).map(([field, value]) => [field, digestOf(key, `field ${field}`, value)]),
  );
}

/** One digest over all fields of a view: what an open intent looks for. */
export function contentDigest(key: Buffer, view: View): Digest {
  return digestOf(key, 'content', view);
}

/** The fields whose digests differ, in the order of `now`. A field that a baseline lacks counts as changed. */
export function changedFields(base: Digests, now: Digests): readonly string[] {
  return Object.entries(now)
    .filter(([field, digest]) => base[field] !== digest)
    .map(([field]) => field);
}
