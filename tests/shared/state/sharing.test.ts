import fc from 'fast-check';
import { mailboxAddress, orocrmId, type MailboxAddress, type OrocrmId } from '../../../shared/records/ids';
import { useState } from './open';

const use = useState();
const mailboxes = ['a@x.test', "o'b+c@x.test", 'a@x.test.com'].map(mailboxAddress);
const ids = ['1', '2', '99', '100', '101', '200', '123456789'].map(orocrmId);

const step = fc.record({
  action: fc.constantFrom('add' as const, 'remove' as const),
  mailbox: fc.constantFrom(...mailboxes),
  ids: fc.subarray(ids),
});

describe('sharing', () => {
  it('knows the other mailboxes of each record, whatever was added and removed', async () => {
    const { sharing } = use.state;
    const model = new Set<string>();
    const name = (mailbox: MailboxAddress, id: OrocrmId): string => `${mailbox} ${id}`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 5 }),
        fc.constantFrom(...mailboxes),
        fc.subarray(ids),
        async (steps, asking, asked) => {
          for (const { action, mailbox, ids: some } of steps) {
            await sharing[action]('contacts', mailbox, some);
            for (const id of some) {
              if (action === 'add') model.add(name(mailbox, id));
              else model.delete(name(mailbox, id));
            }
          }
          const others = await sharing.others('contacts', asking, asked);
          for (const mailbox of mailboxes) {
            const due = mailbox === asking ? [] : asked.filter((id) => model.has(name(mailbox, id)));
            expect(others.get(mailbox) ?? []).toEqual(due);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps entities apart', async () => {
    const { sharing } = use.state;
    const [one, two] = [mailboxAddress('one@y.test'), mailboxAddress('two@y.test')];
    await sharing.add('tasks', one, [orocrmId('5')]);
    expect(await sharing.others('calendarEvents', two, [orocrmId('5')])).toEqual(new Map());
    expect(await sharing.others('tasks', two, [orocrmId('5')])).toEqual(new Map([[one, ['5']]]));
  });

  it('takes thousands of records at once', async () => {
    const { sharing } = use.state;
    const [one, two] = [mailboxAddress('many@y.test'), mailboxAddress('two@y.test')];
    const many = Array.from({ length: 350 }, (_, index) => orocrmId(String(5000 + index)));
    await sharing.add('tasks', one, many);
    expect((await sharing.others('tasks', two, many)).get(one)).toHaveLength(many.length);
    await sharing.remove('tasks', one, many);
    expect(await sharing.others('tasks', two, many)).toEqual(new Map());
  });
});
