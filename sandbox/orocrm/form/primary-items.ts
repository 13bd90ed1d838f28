import type { ApiError } from '../jsonapi/errors';
import type { Json, JsonObject } from '../jsonapi/json';
import { isList } from '../jsonapi/json';
import { itemsOf, itemTexts } from './attributes';
import type { Draft } from './draft';
import { onePrimary, unknownPrimary } from './messages';
import { trimmed } from './texts';

/** A list with one marked item beside it: e-mails with `primaryEmail`, phones with `primaryPhone`. */
export interface PrimaryList {
  readonly list: 'emails' | 'phones';
  readonly primary: 'primaryEmail' | 'primaryPhone';
  readonly item: 'email' | 'phone';
  readonly called: string;
}

export const primaryLists: readonly PrimaryList[] = [
  { list: 'emails', primary: 'primaryEmail', item: 'email', called: 'email address' },
  { list: 'phones', primary: 'primaryPhone', item: 'phone', called: 'phone number' },
];

const text = (value: Json | undefined): string => (typeof value === 'string' ? trimmed(value) : '');

/**
 * What a primary that is sent without its list means (MapPrimaryField): it is marked where it is in the list;
 * else it takes the place of the old primary, at the end. A null primary leaves an empty item behind, which
 * nothing can be primary of.
 */
export function listForPrimary(draft: Draft, lists: PrimaryList, primary: Json): JsonObject[] {
  const present = itemTexts(draft.attributes[lists.list], lists.item);
  const wanted = text(primary);
  if (present.some((each) => trimmed(each) === wanted)) return itemsOf(present, lists.item);
  const old = draft.attributes[lists.primary];
  const at = typeof old === 'string' ? present.indexOf(old) : -1;
  const kept = present.filter((_, index) => index !== at);
  return itemsOf([...kept, wanted === '' ? null : wanted], lists.item);
}

/**
 * Marks the primary item after list and primary were submitted, and says what is wrong (reference section 1.3):
 * with the list alone the old primary goes on being it, if it is still there.
 */
export function markPrimary(
  draft: Draft,
  lists: PrimaryList,
  submitted: { readonly list: boolean; readonly primary: boolean },
  oldPrimary: Json | undefined,
  base: string,
): ApiError[] {
  if (!submitted.list && !submitted.primary) return [];
  const list = draft.attributes[lists.list];
  const size = isList(list) ? list.length : 0;
  const wanted = submitted.primary ? text(draft.attributes[lists.primary]) : text(oldPrimary);
  const marked = wanted === '' ? 0 : itemTexts(list, lists.item).filter((each) => each === wanted).length;
  draft.attributes[lists.primary] = size > 0 && marked > 0 ? wanted : null;
  if (size === 0) return [];
  if (wanted !== '' && marked === 0 && submitted.primary) {
    return [unknownPrimary(lists.called, `${base}/attributes/${lists.primary}`)];
  }
  // The same address twice means two items marked as primary, which is as wrong as none.
  return marked === 1 ? [] : [onePrimary(lists.list, `${base}/attributes/${lists.list}`)];
}
