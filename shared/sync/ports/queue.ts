import type { MailboxAddress, OrocrmId, OutlookId, RunId } from '../../records/ids';
import type { EntityName } from '../../records/record';

/** A record to look at: one of a pair is enough, the link tells the other. */
export type RecordRef =
  { readonly side: 'orocrm'; readonly id: OrocrmId } | { readonly side: 'outlook'; readonly id: OutlookId };

/** Work on one mailbox: the body of a message in `records`, whose session is the mailbox. */
export type RecordsMessage =
  | {
      readonly kind: 'reconcile';
      readonly mailbox: MailboxAddress;
      readonly entity: EntityName;
      readonly refs: readonly RecordRef[];
      /** 0 at first; how often this work was re-sent after a failure. */
      readonly attempt: number;
    }
  | {
      readonly kind: 'step';
      readonly mailbox: MailboxAddress;
      readonly entity: EntityName;
      readonly runId: RunId;
      /** Name of the step and where it goes on; the first message of a step has number 0 and no cursor. */
      readonly step: string;
      readonly number: number;
      readonly cursor?: string;
      readonly attempt: number;
    }
  | {
      readonly kind: 'deletions';
      readonly mailbox: MailboxAddress;
      readonly entity: EntityName;
      readonly attempt: number;
      /** Given when a person decided on held deletions. */
      readonly heldId?: string;
    };

/** A read of one shard of one side: the body of a message in `polls`, whose session is the shard. */
export interface PollMessage {
  readonly side: 'orocrm' | 'outlook';
  readonly shard: string;
  /** Due time, ISO 8601. */
  readonly due: string;
}

export interface Queue {
  /** Sends to `records`, in order. `delaySeconds`: back-off as a scheduled re-send. */
  sendRecords(messages: readonly RecordsMessage[], delaySeconds?: number): Promise<void>;
  /** Sends to `polls`, each scheduled for its due time, with an id of side, shard and due time. */
  sendPolls(messages: readonly PollMessage[], timeToLiveSeconds: number): Promise<void>;
}
