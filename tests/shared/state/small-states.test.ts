import { mailboxAddress, orocrmId } from '../../../shared/records/ids';
import type { Held } from '../../../shared/sync/ports/journal';
import type { Mailbox } from '../../../shared/sync/ports/mailboxes';
import { useState } from './open';

const use = useState();

describe('held deletions', () => {
  it('are kept with what was decided', async () => {
    const { held } = use.state;
    const row: Held = {
      id: 'held/1',
      at: '2024-05-01T10:00:00.000Z',
      mailbox: mailboxAddress('anna@example.test'),
      entity: 'contacts',
      runId: '',
      count: 30,
      of: 100,
      decision: 'open',
    };
    await held.put(row);
    expect(await held.load('held/1')).toEqual(row);
    await held.put({ ...row, decision: 'discarded' });
    expect(await held.load('held/1')).toEqual({ ...row, decision: 'discarded' });
    expect(await held.load('none')).toBeUndefined();
  });
});

describe('the schedule', () => {
  it('knows up to when each shard of each side was planned', async () => {
    const { schedule } = use.state;
    expect(await schedule.load('outlook')).toEqual(new Map());
    const noon = new Date('2024-05-01T12:00:00.250Z');
    const later = new Date('2024-05-01T12:00:01.250Z');
    await schedule.save(
      'outlook',
      new Map([
        ['a/1', noon],
        ['b', noon],
      ]),
    );
    await schedule.save('outlook', new Map([['b', later]]));
    expect(await schedule.load('outlook')).toEqual(
      new Map([
        ['a/1', noon],
        ['b', later],
      ]),
    );
    expect(await schedule.load('orocrm')).toEqual(new Map());
    const many = new Map(Array.from({ length: 250 }, (_, index) => [`shard-${index}`, noon]));
    await schedule.save('orocrm', many);
    expect(await schedule.load('orocrm')).toEqual(many);
    await schedule.save('orocrm', new Map());
  });
});

describe('the settings of the installation', () => {
  it('are saved only where they are still what was read', async () => {
    const { settings } = use.state;
    expect(await settings.load()).toEqual({ value: {}, etag: '' });
    const etag = await settings.save({ direction: 'outlook-to-orocrm', look: { title: 'Us' } }, '');
    expect(etag).toBeDefined();
    expect(await settings.save({}, '')).toBeUndefined();
    expect(await settings.load()).toEqual({
      value: { direction: 'outlook-to-orocrm', look: { title: 'Us' } },
      etag,
    });
  });

  it('count as not given where a row holds what is no longer allowed', async () => {
    const table = use.state.table('settings');
    const data = { direction: 'sideways', historyDays: 7, gone: true };
    await table.put({ partitionKey: 'settings', rowKey: 'install', data });
    expect((await use.state.settings.load()).value).toEqual({ historyDays: 7 });
  });
});

describe('mailboxes', () => {
  const mailbox = (address: string, change: Partial<Mailbox> = {}): Mailbox => ({
    address: mailboxAddress(address),
    orocrm: { credential: 'service', userId: orocrmId('5'), calendarId: '', url: '' },
    timeZone: 'Europe/Berlin',
    settings: { tasks: false },
    graphUserId: '',
    orocrmIdentity: '',
    createdAt: '2024-05-01T10:00:00.000Z',
    held: '',
    ...change,
  });

  it('are listed by address, loaded, and removed', async () => {
    const { mailboxes } = use.state;
    const carl = mailbox("carl#ext#o'b/x@example.test", {
      orocrm: { credential: 'wsse', username: 'carl', url: 'https://other.example' },
    });
    const anna = mailbox('anna@example.test', {
      orocrm: { credential: 'oauth', clientId: 'c', url: '' },
    });
    await mailboxes.put(carl);
    await mailboxes.put(anna);
    expect(await mailboxes.list()).toEqual([anna, carl]);
    expect((await mailboxes.load(carl.address))?.value).toEqual(carl);
    expect(await mailboxes.remove(carl.address)).toBe(true);
    expect(await mailboxes.remove(carl.address)).toBe(false);
    expect(await mailboxes.load(carl.address)).toBeUndefined();
    expect(await mailboxes.list()).toEqual([anna]);
  });

  it('are saved by etag where one is given', async () => {
    const { mailboxes } = use.state;
    const dora = mailbox('dora@example.test');
    const etag = await mailboxes.put(dora, '');
    expect(etag).toBeDefined();
    expect(await mailboxes.put(dora, '')).toBeUndefined();
    expect(await mailboxes.put({ ...dora, held: 'another account' }, etag)).toBeDefined();
    expect(await mailboxes.put(dora, etag)).toBeUndefined();
    expect((await mailboxes.load(dora.address))?.value.held).toBe('another account');
    expect(await mailboxes.put(dora)).toBeDefined();
  });
});
