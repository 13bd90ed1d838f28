import type { MailboxState } from '../sync/ports/mailboxes';
import type { Settings, SettingsPatch, SettingsSource, SettingsState } from '../sync/ports/settings';
import { resolveSettings } from './settings';

/** Resolves settings at each question, so a change holds from the next piece of work on. */
export function settingsSource(
  environment: SettingsPatch,
  state: {
    readonly settings: Pick<SettingsState, 'load'>;
    readonly mailboxes: Pick<MailboxState, 'load'>;
  },
): SettingsSource {
  return {
    async install(): Promise<Settings> {
      const install = await state.settings.load();
      return resolveSettings({ environment, install: install.value }).values;
    },
    async mailbox(address): Promise<Settings> {
      const [install, mailbox] = await Promise.all([state.settings.load(), state.mailboxes.load(address)]);
      return resolveSettings({ environment, install: install.value, mailbox: mailbox?.value.settings })
        .values;
    },
  };
}
