import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { Objection } from '../../rules/record-rules';
import type { RecordChange } from '../ports/state';
import type { Written } from './baseline';
import type { Incomplete } from './complete-creates';
import { reserveKey } from './create-in-outlook';
import type { Item } from './item';
import type { Source } from './ledger';
import type { Views } from './views';
import { sourceOf } from './writes';

export type PairItem = Extract<Item, { act: 'pair' }>;
export type CreateOrocrm = Extract<Item, { act: 'create-orocrm' }>;

/** A pair on its way through the writes. */
export interface Progressing {
  readonly item: PairItem | CreateOrocrm;
  readonly source: Source;
  orocrm: Written<OrocrmRecord>;
  outlook: Written<OutlookRecord>;
  /** What a new OroCRM record has not got yet. */
  readonly incomplete: Incomplete | undefined;
  /** What Outlook does not get although the pair is made. */
  held?: { readonly fields: readonly string[]; readonly objection: Objection };
}

/** The record whose values are written. */
export const pairSource = (item: PairItem): Source =>
  item.write === 'orocrm' ? sourceOf('outlook', item.outlook) : sourceOf('orocrm', item.orocrm);

/** A pair that could not be made stays known by its key, so that nothing makes its twin. */
export function reserved(views: Views, { link: known, orocrm }: PairItem): RecordChange[] {
  return known === undefined ? [reserveKey(views, orocrm)] : [];
}
