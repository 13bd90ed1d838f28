import { SyncError } from '../errors';
import type { FolderId, MailboxAddress, OutlookId } from '../records/ids';
import type {
  ChangesRequest,
  OutlookChange,
  OutlookChanges,
  OutlookCursor,
  OutlookFeed,
} from '../sync/ports/outlook';
import type { Batcher } from './batch';
import { readCursor, writeCursor, type FolderLink } from './delta-cursor';
import { readDeltaRounds, type DeltaResult, type DeltaRound } from './delta-rounds';
import { foldersOf, inScope, type FolderScopes, type Scope } from './folder-scopes';
import { badAnswer } from './graph-errors';
import { followLink, type GraphPath } from './graph-url';
import { pollInGroups } from './poll-groups';

/** Contacts and tasks know no window. */
type Request = Pick<ChangesRequest, 'mailbox' | 'cursor'>;

interface Poll {
  readonly mailbox: MailboxAddress;
  readonly links: readonly FolderLink[];
  readonly scope: Scope;
}

/** Where the round of one folder starts; `link` is undefined for a folder that is new to us. */
interface FolderRound extends DeltaRound {
  readonly folder: FolderId;
}

/** What changed in the records of many mailboxes, over all synchronised folders of each. */
export class FoldersFeed implements OutlookFeed {
  /** `delta`: the first request of a round of one folder. */
  constructor(
    private readonly batcher: Batcher,
    private readonly folders: FolderScopes<Scope>,
    private readonly delta: (mailbox: MailboxAddress, folder: FolderId) => GraphPath,
  ) {}

  changes(requests: readonly Request[]): Promise<ReadonlyMap<MailboxAddress, OutlookChanges>> {
    return pollInGroups(requests, (group, outcomes) => this.pollGroup(group, outcomes));
  }

  /** @throws SyncError */
  async start(mailbox: MailboxAddress): Promise<OutlookCursor> {
    const scope = await this.folders.scope(mailbox, true);
    const rounds = foldersOf(scope).map((folder) => this.round(mailbox, folder, undefined));
    const results = await readDeltaRounds(this.batcher, rounds);
    return writeCursor(
      rounds.map(({ folder, from }, index) => {
        const result = results[index];
        if (result?.ok !== true) throw result?.error ?? badAnswer(from.template);
        return { folder, link: result.link };
      }),
    );
  }

  private async pollGroup(
    requests: readonly Request[],
    outcomes: Map<MailboxAddress, OutlookChanges>,
  ): Promise<void> {
    const polls = await this.prepare(requests, outcomes);
    const rounds = polls.flatMap((poll) => this.roundsOf(poll));
    const results = await readDeltaRounds(this.batcher, rounds);
    for (const { mailbox } of polls) {
      const own = rounds.flatMap((round, index) =>
        round.mailbox === mailbox ? [{ folder: round.folder, result: results[index] }] : [],
      );
      outcomes.set(mailbox, conclude(own));
    }
  }

  /** Sorts out what cannot be polled: a cursor that is none, folders that cannot be listed or have gone. */
  private async prepare(
    requests: readonly Request[],
    outcomes: Map<MailboxAddress, OutlookChanges>,
  ): Promise<readonly Poll[]> {
    const scopes = await this.folders.scopes(requests.map(({ mailbox }) => mailbox));
    const polls: Poll[] = [];
    for (const { mailbox, cursor } of requests) {
      const links = readCursor(cursor);
      const scope = scopes.get(mailbox);
      if (scope === undefined || scope instanceof SyncError) {
        outcomes.set(mailbox, {
          state: 'failed',
          error: scope ?? badAnswer(this.folders.what),
        });
      } else if (links === undefined || links.some(({ folder }) => vanished(scope, folder))) {
        // Which records a folder held when it went, no delta tells: everything must be compared.
        outcomes.set(mailbox, { state: 'expired' });
      } else {
        polls.push({ mailbox, links, scope });
      }
    }
    return polls;
  }

  /** Known folders go on from their links; a folder that is new begins at its beginning: all in it has changed. */
  private roundsOf({ mailbox, links, scope }: Poll): readonly FolderRound[] {
    const known = new Map(links.map(({ folder, link }) => [folder, link]));
    const all = new Set([...known.keys(), ...foldersOf(scope)]);
    return [...all].map((folder) => this.round(mailbox, folder, known.get(folder)));
  }

  private round(mailbox: MailboxAddress, folder: FolderId, link: string | undefined): FolderRound {
    const begin = this.delta(mailbox, folder);
    return { mailbox, folder, from: link === undefined ? begin : followLink(link, begin.template) };
  }
}

/** While the default folder is unknown a link may be its own: its id shows only when a contact lies in it. */
const vanished = (scope: Scope, folder: FolderId): boolean =>
  scope.default !== undefined && !inScope(scope, folder);

function conclude(
  rounds: readonly { readonly folder: FolderId; readonly result: DeltaResult | undefined }[],
): OutlookChanges {
  const items = new Map<OutlookId, OutlookChange>();
  const links: FolderLink[] = [];
  for (const { folder, result } of rounds) {
    if (result === undefined) return { state: 'failed', error: badAnswer('GET delta') };
    if (!result.ok) return refused(result.error);
    links.push({ folder, link: result.link });
    for (const [id, change] of result.items) {
      // A move is a removal here and a change there: the contact is still to be had.
      if (items.get(id)?.kind !== 'changed') items.set(id, change);
    }
  }
  return { state: 'read', items: [...items.values()], cursor: writeCursor(links) };
}

/** A lost cursor, or a folder that went away between its listing and its reading. */
const refused = (error: SyncError): OutlookChanges =>
  error.code === 'cursor-expired' || error.code === 'not-found'
    ? { state: 'expired' }
    : { state: 'failed', error };
