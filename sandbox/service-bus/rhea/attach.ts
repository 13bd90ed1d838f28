/**
 * What goes on when a client attaches a link: the parts of rhea that its types leave out. This folder holds all that
 * depends on rhea's inside, so that an update of rhea has one place to be checked against.
 */
import { types, type Receiver, type Sender, type Typed } from 'rhea';

interface SettleModes {
  snd_settle_mode?: number;
  rcv_settle_mode?: number;
}

interface Terminus {
  readonly address?: unknown;
  readonly filter?: unknown;
}

interface Link {
  readonly state: { local_open: boolean; open_requests: number };
  readonly local: { readonly attach: SettleModes & { max_message_size?: unknown; properties?: unknown } };
  readonly remote: {
    readonly attach: SettleModes & { readonly source?: Terminus; readonly target?: Terminus };
  };
}

export const sessionFilter = 'com.microsoft:session-filter';

/** Address at the broker's end. */
export function addressOf(link: Sender | Receiver): string | undefined {
  const { source, target } = inside(link).remote.attach;
  const address = link.is_sender() ? source?.address : target?.address;
  return typeof address === 'string' ? address : undefined;
}

/** Address at the client's end, which it gives as reply-to; a $cbs link has its name instead (service-bus.md 3). */
export function replyAddressOf(sender: Sender): string {
  const address = inside(sender).remote.attach.target?.address;
  return typeof address === 'string' ? address : sender.name;
}

/** The session that a receiver asks for: by name, the next free one, or none at all. */
export function wantedSession(sender: Sender): { readonly name: string } | 'next' | 'none' {
  const filter = inside(sender).remote.attach.source?.filter;
  if (typeof filter !== 'object' || filter === null || !(sessionFilter in filter)) return 'none';
  const wanted = filter[sessionFilter];
  if (typeof wanted === 'string') return { name: wanted };
  // A described string stays wrapped.
  const isWrapped = typeof wanted === 'object' && wanted !== null && 'value' in wanted;
  return isWrapped && typeof wanted.value === 'string' ? { name: wanted.value } : 'next';
}

/** Milliseconds that the client waits for a session. */
export function attachTimeout(sender: Sender): number | undefined {
  const properties: unknown = sender.properties;
  if (typeof properties !== 'object' || properties === null) return undefined;
  const timeout = 'com.microsoft:timeout' in properties ? properties['com.microsoft:timeout'] : undefined;
  return typeof timeout === 'number' ? timeout : undefined;
}

/** The client wants deliveries that need no settling. */
export function wantsSettled(sender: Sender): boolean {
  return inside(sender).remote.attach.snd_settle_mode === 1;
}

/** Answers with the settle modes that the client asked for. */
export function echoSettleModes(link: Sender | Receiver): void {
  const { local, remote } = inside(link);
  local.attach.snd_settle_mode = remote.attach.snd_settle_mode ?? 2;
  local.attach.rcv_settle_mode = remote.attach.rcv_settle_mode ?? 0;
}

export function announceMaxMessageSize(link: Receiver, bytes: number): void {
  inside(link).local.attach.max_message_size = bytes;
}

/** Answers which session was locked, and until when as eight bytes of .NET ticks (service-bus.md 7). */
export function announceSession(sender: Sender, sessionId: string, untilTicks: Buffer): void {
  sender.set_source({ address: addressOf(sender) ?? '', filter: { [sessionFilter]: sessionId } });
  // A plain object, because rhea wraps it once more (service-bus.md 9.6).
  const until: Typed = types.wrap_long(untilTicks);
  inside(sender).local.attach.properties = { 'com.microsoft:locked-until-utc': until };
}

/**
 * Holds the answer to an attach back until the link is opened. rhea counts the link as open before the handler runs,
 * but writes only afterwards (service-bus.md 9.3).
 */
export function holdAttach(sender: Sender): void {
  const { state } = inside(sender);
  state.local_open = false;
  state.open_requests = 0;
}

function inside(link: Sender | Receiver): Link {
  return link as unknown as Link;
}
