import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, generate_uuid, types, type Connection, type EventContext, type Typed } from 'rhea';
import { present } from './setup';

/** A client below the SDK, for what the SDK does not offer. */
export class RawClient {
  readonly #connection: Connection;
  readonly #host: string;

  constructor(connectionString: string) {
    const [, host, port] = present(/sb:\/\/([^:]+):(\d+)/.exec(connectionString) ?? undefined);
    this.#host = `${present(host)}:${present(port)}`;
    this.#connection = connect({
      host: present(host),
      port: Number(port),
      username: 'raw',
      reconnect: false,
    });
    this.#connection.on('disconnected', () => undefined);
  }

  /** Opens a link for sending without more ado; answers the error that it is closed with, if it is. */
  async attach(address: string): Promise<string | undefined> {
    const sender = this.#connection.open_sender({ target: { address } });
    const outcome = await Promise.race([once(sender, 'sendable'), once(sender, 'sender_error')]);
    const [context] = outcome as [EventContext];
    const error: unknown = context.sender?.error;
    return typeof error === 'object' && error !== null && 'condition' in error
      ? String(error.condition)
      : undefined;
  }

  /** Status code of a put-token request. */
  async putToken(token: string, audience: string, type = 'servicebus.windows.net:sastoken'): Promise<number> {
    const name = `cbs-${generate_uuid()}`;
    const reply = await this.#request('$cbs', { name, source: '$cbs' }, name, token, {
      operation: 'put-token',
      type,
      name: audience,
    });
    return reply.properties['status-code'] as number;
  }

  /** Reply of a management operation; `body` may hold wrapped values. */
  manage(
    entity: string,
    operation: string,
    body: Readonly<Record<string, Typed | Date | string>>,
  ): Promise<{ properties: Record<string, unknown>; body: unknown }> {
    const address = `${entity}/$management`;
    const replyTo = generate_uuid();
    const link = { name: replyTo, source: address, target: replyTo };
    return this.#request(address, link, replyTo, types.wrap_map(body), { operation });
  }

  /** A token for everything below a path, signed with a key. */
  token(
    path: string,
    key: string,
    until = Date.now() + 60_000,
    keyName = 'RootManageSharedAccessKey',
  ): string {
    const resource = encodeURIComponent(`sb://${this.#host}/${path}`);
    const expiry = Math.floor(until / 1000);
    const signature = createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64');
    return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${keyName}`;
  }

  audience(path: string): string {
    return `sb://${this.#host}/${path}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#connection, 'connection_close');
    this.#connection.close();
    await closed;
  }

  async #request(
    address: string,
    link: object,
    replyTo: string,
    body: unknown,
    properties: Readonly<Record<string, string>>,
  ): Promise<{ properties: Record<string, unknown>; body: unknown }> {
    const session = this.#connection.create_session();
    session.begin();
    const receiver = session.open_receiver(link);
    const sender = session.open_sender({ target: { address } });
    await Promise.all([once(receiver, 'receiver_open'), once(sender, 'sendable')]);
    const replied = once(receiver, 'message');
    sender.send({
      message_id: generate_uuid(),
      reply_to: replyTo,
      application_properties: properties,
      body,
    });
    const [context] = (await replied) as [EventContext];
    session.close();
    const message = present(context.message);
    return {
      properties: (message.application_properties ?? {}) as Record<string, unknown>,
      body: message.body as unknown,
    };
  }
}

export function keyOf(connectionString: string): string {
  return present(/SharedAccessKey=([^;]+)/.exec(connectionString)?.[1]);
}
