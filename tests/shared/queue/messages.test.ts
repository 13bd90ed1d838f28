import fc from 'fast-check';
import { mailboxAddress } from '../../../shared/records/ids';
import { mailboxSession, pollMessage, recordsMessage, shardSession } from '../../../shared/queue/messages';

const due = '2024-05-01T10:00:00.000Z';
const poll = (shard: string) => pollMessage({ side: 'orocrm', shard, due }, 60);

/** As the worker does with every text of a trigger's metadata. */
function asTriggersSeeIt(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

describe('ids of messages and sessions', () => {
  it('are texts that Service Bus takes and no trigger takes for JSON', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), (text) => {
        const mailbox = mailboxAddress(`${text}@example.test`);
        const ids = [
          String(poll(text).messageId),
          shardSession({ side: 'outlook', shard: text, due }),
          String(
            recordsMessage({ kind: 'deletions', mailbox, entity: 'tasks', attempt: 0 }, text, undefined)
              .messageId,
          ).slice(0, 8),
        ];
        for (const id of ids) {
          expect(id.length).toBeLessThanOrEqual(128);
          expect(asTriggersSeeIt(id)).toBe(id);
        }
        expect(mailboxSession(mailbox).length).toBeLessThanOrEqual(128);
      }),
    );
  });

  it('are the same for the same read, and only for it', () => {
    expect(poll('a').messageId).toBe(`orocrm|a|${due}`);
    expect(poll('b').messageId).not.toBe(poll('a').messageId);
    const long = 'x'.repeat(200);
    expect(poll(long).messageId).toBe(poll(long).messageId);
    expect(poll(long).messageId).not.toBe(poll(`${long}y`).messageId);
    expect(pollMessage({ side: 'outlook', shard: 'a', due }, 60).messageId).not.toBe(poll('a').messageId);
  });

  it('tell the sessions of both sides and of mailboxes apart', () => {
    expect(shardSession({ side: 'outlook', shard: 'a', due })).not.toBe(
      shardSession({ side: 'orocrm', shard: 'a', due }),
    );
    expect(mailboxSession(mailboxAddress('Anna@Example.test'))).toBe('anna@example.test');
  });
});
