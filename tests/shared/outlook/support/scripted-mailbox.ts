import { connectOutlook } from '../../../../shared/outlook/connection';
import type { OutlookContact } from '../../../../shared/records/contact';
import type { OutlookStore } from '../../../../shared/sync/ports/outlook';
import { aMailbox } from './samples';
import { found, type Reply, type ScriptedGraph, type Seen } from './scripted-graph';

/** Where the scripted mailbox is. */
export const base = '/users/ada@example.org';

export const properties = [
  'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id',
  'String 0x3A1A',
  'String 0x3A24',
  'Short 0x3A4D',
];

export const expand = `$expand=singleValueExtendedProperties($filter=${properties
  .map((id) => `id eq '${id}'`)
  .join(' or ')})`;

export const contactsOf = (graph: ScriptedGraph): OutlookStore<OutlookContact> =>
  connectOutlook({
    baseUrl: graph.baseUrl,
    auth: { token: 't' },
    patienceMs: 1000,
    timeoutMs: 2000,
  }).contacts(aMailbox);

/** The script of a mailbox with these folders beside the default one, and whatever else the test scripts. */
export const mailboxWith =
  (folders: readonly string[], more: (request: Seen) => Reply | undefined) =>
  (request: Seen): Reply | undefined => {
    if (request.url.startsWith(`${base}/contactFolders?`)) {
      return found({ value: folders.map((id) => ({ id })) });
    }
    if (/\/childFolders\?/.test(request.url)) return found({ value: [] });
    if (request.url.startsWith(`${base}/contacts?$select=id,parentFolderId`)) {
      return found({ value: [{ id: 'x', parentFolderId: 'default-folder' }] });
    }
    return more(request);
  };

/** The contact that a request is about; '' when it is about none. */
export const idIn = (request: Seen): string => /\/contacts\/([^?]+)/.exec(request.url)?.[1] ?? '';
