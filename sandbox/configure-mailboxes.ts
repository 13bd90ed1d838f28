import { keyHeader } from './report-runs';

export interface SandboxMailbox {
  readonly address: string;
  /** Id of the OroCRM user whose records the mailbox has. */
  readonly userId: string;
  /** Id of that user's calendar; without it the mailbox has none, since the service user cannot find it. */
  readonly calendarId: string;
  /** Settings of this mailbox alone. */
  readonly settings?: Readonly<Record<string, boolean>>;
}

/** Puts the company's mailboxes in through the API, as an administrator would, and starts their first sync at once. */
export async function configureMailboxes(
  url: string,
  mailboxes: readonly SandboxMailbox[],
  start = true,
): Promise<void> {
  const known = (await call(url, 'GET', '/api/mailboxes')) as { address?: string }[];
  const fresh = mailboxes.filter(({ address }) => !known.some((one) => one.address === address));
  for (const { address, userId, calendarId, settings } of fresh) {
    await call(url, 'PUT', `/api/mailboxes/${encodeURIComponent(address)}`, {
      orocrm: { userId, calendarId },
      ...(settings === undefined ? {} : { settings }),
    });
  }
  if (start && fresh.length > 0) await call(url, 'POST', '/api/sync', {});
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...keyHeader() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
