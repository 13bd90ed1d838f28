import fc from 'fast-check';
import { mailboxAddress, orocrmId, outlookId, runId } from '../../../shared/records/ids';
import { messageOf, parsePollMessage, parseRecordsMessage } from '../../../shared/queue/parse';
import type { RecordsMessage } from '../../../shared/sync/ports/queue';

const mailbox = mailboxAddress('anna@example.test');

const messages: RecordsMessage[] = [
  {
    kind: 'reconcile',
    mailbox,
    entity: 'contacts',
    refs: [
      { side: 'orocrm', id: orocrmId('7') },
      { side: 'outlook', id: outlookId('AA/+=') },
    ],
    attempt: 0,
  },
  { kind: 'step', mailbox, entity: 'tasks', runId: runId('run'), step: 'match', number: 0, attempt: 2 },
  {
    kind: 'step',
    mailbox,
    entity: 'tasks',
    runId: runId('run'),
    step: 'match',
    number: 3,
    cursor: '',
    attempt: 0,
  },
  { kind: 'deletions', mailbox, entity: 'calendarEvents', attempt: 0 },
  { kind: 'deletions', mailbox, entity: 'contacts', attempt: 1, heldId: 'h1' },
];

const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a message of records', () => {
  it.each(messages)('is understood as it was sent: %j', (message) => {
    expect(parseRecordsMessage(wire(message))).toEqual({ ok: true, message });
    expect(parseRecordsMessage(JSON.stringify(message))).toEqual({ ok: true, message });
    expect(parseRecordsMessage(Buffer.from(JSON.stringify(message)))).toEqual({ ok: true, message });
  });

  const [reconcile, step] = messages;
  it.each([
    [undefined],
    [null],
    [123],
    ['m1'],
    ['{"kind":'],
    [[]],
    [{}],
    [{ ...reconcile, kind: 'explode' }],
    [{ ...reconcile, mailbox: '' }],
    [{ ...reconcile, entity: 'deals' }],
    [{ ...reconcile, refs: [] }],
    [{ ...reconcile, refs: [{ side: 'orocrm', id: 'x' }] }],
    [{ ...reconcile, refs: [{ side: 'orocrm', id: 7 }] }],
    [{ ...reconcile, refs: [{ side: 'outlook', id: '' }] }],
    [{ ...reconcile, attempt: -1 }],
    [{ ...reconcile, attempt: '1' }],
    [{ ...step, number: 0.5 }],
    [{ ...step, runId: undefined }],
  ])('is refused for good where it is none: %j', (body) => {
    const parsed = parseRecordsMessage(body);
    expect(parsed).toMatchObject({ ok: false, error: { kind: 'give-up', code: 'refused-value' } });
    expect(() => messageOf(parsed)).toThrow(/records cannot be understood/);
  });

  it('never makes anything else throw, and never repeats what it was given', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        const parsed = parseRecordsMessage(body);
        expect(parsed.ok).toBe(false);
      }),
    );
    const parsed = parseRecordsMessage({ ...reconcile, mailbox: 7, note: 'personal' });
    expect(parsed.ok ? '' : parsed.error.message).toBe(
      'A message in records cannot be understood (mailbox).',
    );
  });
});

describe('a message of polls', () => {
  const message = { side: 'outlook', shard: 'a', due: '2024-05-01T10:00:00.000Z' } as const;

  it('is understood as it was sent', () => {
    expect(parsePollMessage(wire(message))).toEqual({ ok: true, message });
  });

  it.each([
    [{ ...message, side: 'both' }],
    [{ ...message, shard: '' }],
    [{ ...message, due: 'soon' }],
    [{ ...message, due: 7 }],
    ['poll'],
  ])('is refused for good where it is none: %j', (body) => {
    expect(parsePollMessage(body)).toMatchObject({ ok: false, error: { kind: 'give-up' } });
  });
});
