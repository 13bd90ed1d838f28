import {
  outlookId,
  parseOrocrmId,
  type Digest,
  type MailboxAddress,
  type OrocrmId,
  type OutlookId,
} from '../records/ids';
import type { EntityName, Side } from '../records/record';
import type { OrocrmRow, OutlookRow } from '../sync/ports/state';
import { afterPrefix, decodeKey, encodeKey, orocrmIdOfKey, orocrmKey } from './keys';
import type { KeyRange } from './table';

/**
 * Row keys of one mailbox and entity. A kind, then the id: `o:` and `x:` are the records of either side, `i…` are
 * open intents, `d:` deletion candidates, and `k…`, `m:` index rows that hold nothing but their key.
 */
export const recordsPartition = (mailbox: MailboxAddress, entity: EntityName): string =>
  `${encodeKey(mailbox)}:${entity}`;

export const prefixes = {
  orocrm: 'o:',
  outlook: 'x:',
  deletion: 'd:',
  intent: { orocrm: 'io:', outlook: 'ix:' },
  key: { orocrm: 'ko:', outlook: 'kx:' },
  mark: 'm:',
} as const;

export const orocrmRowKey = (id: OrocrmId): string => prefixes.orocrm + orocrmKey(id);
export const outlookRowKey = (id: OutlookId): string => prefixes.outlook + encodeKey(id);
export const deletionRowKey = (id: OutlookId): string => prefixes.deletion + encodeKey(id);

/** An intent to create in Outlook is named after the OroCRM record, and the reverse. */
export const intentRowKey = (side: Side, source: OrocrmId | OutlookId): string =>
  prefixes.intent[side] + (side === 'outlook' ? orocrmKey(source as OrocrmId) : encodeKey(source));

export const keyIndexPrefix = (side: Side, key: Digest): string => `${prefixes.key[side]}${encodeKey(key)}:`;
export const markIndexPrefix = (mark: OrocrmId): string => `${prefixes.mark}${orocrmKey(mark)}:`;

/** The index row that a row has, if any: candidates by key, other unlinked Outlook records by the mark they carry. */
export function indexKeyOf(row: OrocrmRow | OutlookRow, side: Side): string | undefined {
  switch (row.state) {
    case 'candidate':
      if (row.key === '') return undefined;
      return keyIndexPrefix(side, row.key) + encodedId(side, row.id);
    case 'marked':
    case 'twin':
      return markIndex(row.mark, row.id);
    case 'unlinked':
      return 'mark' in row ? markIndex(row.mark, row.id) : undefined;
    case 'linked':
      return undefined;
  }
}

/** A mark that is no OroCRM id names no record, so nobody will ask for it. */
function markIndex(mark: string, id: OutlookId): string | undefined {
  const named = parseOrocrmId(mark);
  return named === undefined ? undefined : markIndexPrefix(named) + encodeKey(id);
}

const encodedId = (side: Side, id: OrocrmId | OutlookId): string =>
  side === 'orocrm' ? orocrmKey(id as OrocrmId) : encodeKey(id);

export const orocrmIdAt = (rowKey: string, prefix: string): OrocrmId =>
  orocrmIdOfKey(rowKey.slice(prefix.length));
export const outlookIdAt = (rowKey: string, prefix: string): OutlookId =>
  outlookId(decodeKey(rowKey.slice(prefix.length)));

export const prefixRange = (prefix: string): KeyRange => ({ from: prefix, to: afterPrefix(prefix) });

/** Keys of a prefix after `last`; no key lies between it and itself with one more character. */
export const rangeAfter = (prefix: string, last: string | undefined): KeyRange => ({
  from: last === undefined ? prefix : `${last} `,
  to: afterPrefix(prefix),
});
