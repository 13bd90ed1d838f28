import { settingsSource } from '../../../shared/config/settings-source';
import { mailboxAddress } from '../../../shared/records/ids';
import { useState } from '../state/open';

const use = useState();

describe('the source of settings', () => {
  it('sees a change at once, at every level', async () => {
    const { state } = use;
    const source = settingsSource({ historyDays: 3 }, state);
    const anna = mailboxAddress('anna@example.test');
    expect(await source.install()).toMatchObject({ historyDays: 3, direction: 'bidirectional' });
    expect((await source.mailbox(anna)).tasks).toBe(true);

    const etag = await state.settings.save({ direction: 'outlook-to-orocrm', tasks: false }, '');
    await state.mailboxes.put({
      address: anna,
      orocrm: { credential: 'oauth', clientId: 'c', url: '' },
      timeZone: '',
      settings: { tasks: true },
      graphUserId: '',
      orocrmIdentity: '',
      createdAt: '2024-05-01T10:00:00.000Z',
      held: '',
    });
    expect(await source.install()).toMatchObject({ direction: 'outlook-to-orocrm', tasks: false });
    expect(await source.mailbox(anna)).toMatchObject({ direction: 'outlook-to-orocrm', tasks: true });
    expect((await source.mailbox(mailboxAddress('other@example.test'))).tasks).toBe(false);

    await state.settings.save({}, etag ?? '');
    expect(await source.install()).toMatchObject({ direction: 'bidirectional', tasks: true });
  });
});
