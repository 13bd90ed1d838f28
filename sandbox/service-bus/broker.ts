import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import {
  create_container,
  type Connection,
  type Container,
  type EventContext,
  type Receiver,
  type Sender,
} from 'rhea';
import { entityNotFound } from './core/errors';
import { Authorization } from './links/authorization';
import { cbsAddress, openCbsLink } from './links/cbs';
import { managementSuffix, openManagementLink } from './links/management';
import { asServiceBusError, refuse, type OpenLink } from './links/open-link';
import type { ReplyLinks } from './links/requests';
import { openSenderLink } from './links/sender-link';
import { openReceiverLink } from './links/session-attach';
import type { Entity, Namespace } from './namespace';
import { addressOf, replyAddressOf } from './rhea/attach';
import { writePromptly, socketOf } from './rhea/connections';
import { keepUndecoded } from './rhea/deliveries';
import type { Store } from './storage/store';

type Link = Sender | Receiver;

/** What the broker knows of one connection. */
interface Client {
  readonly links: Map<Link, OpenLink>;
  readonly replies: ReplyLinks;
  readonly authorization: Authorization;
}

/** Speaks AMQP with clients, and sends each link to what it is for. */
export class Broker {
  readonly #namespace: Namespace;
  readonly #store: Store;
  readonly #key: string;
  readonly #container: Container = create_container({ id: 'service-bus' });
  readonly #clients = new WeakMap<Connection, Client>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(namespace: Namespace, store: Store, key: string) {
    this.#namespace = namespace;
    this.#store = store;
    this.#key = key;
    keepUndecoded();
    this.#listenToRhea();
  }

  /** Listens on loopback; answers the port. */
  async listen(port: number): Promise<number> {
    const server = this.#container.listen({
      port,
      host: '127.0.0.1',
      // As the service announces them (service-bus.md 2).
      max_frame_size: 65_536,
      channel_max: 4999,
      idle_time_out: 240_000,
      tcp_no_delay: true,
      // The broker accepts and settles by itself, when it has done its part (service-bus.md 9.6).
      receiver_options: { autoaccept: false, credit_window: 1000 },
      sender_options: { autosettle: false, treat_modified_as_released: false },
    } as Parameters<Container['listen']>[0]);
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Cuts all connections, as a failing network does. */
  dropConnections(): void {
    // With an error, because rhea does not hear the end of a socket otherwise (service-bus.md 9.7).
    for (const socket of this.#sockets) socket.destroy(new Error('dropped on request'));
  }

  async close(): Promise<void> {
    const closed = this.#server === undefined ? undefined : once(this.#server, 'close');
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#namespace.stop();
  }

  #listenToRhea(): void {
    const on = (event: string, handle: (context: EventContext) => void): void => {
      this.#container.on(event, handle);
    };
    on('connection_open', ({ connection }) => this.#connected(connection));
    on('receiver_open', ({ connection, receiver }) => this.#open(connection, receiver));
    on('sender_open', ({ connection, sender }) => this.#open(connection, sender));
    on('message', (context) => this.#linkOf(context)?.message?.(context));
    on('sender_flow', (context) => this.#linkOf(context)?.flow?.());
    for (const outcome of ['accepted', 'rejected', 'released', 'modified']) {
      on(outcome, (context) => {
        if (context.delivery !== undefined) this.#linkOf(context)?.outcome?.(context.delivery);
      });
    }
    on('receiver_close', ({ connection, receiver }) => this.#closed(connection, receiver));
    on('sender_close', ({ connection, sender }) => this.#closed(connection, sender));
    on('session_close', ({ connection, session }) => {
      for (const link of this.#clientOf(connection).links.keys()) {
        if (link.session === session) this.#closed(connection, link);
      }
    });
    on('connection_close', ({ connection }) => this.#disconnected(connection));
    on('disconnected', ({ connection }) => this.#disconnected(connection));
    // A client's fault ends its connection, never the broker; without listeners rhea would throw.
    for (const fault of ['connection_error', 'session_error', 'sender_error', 'receiver_error']) {
      on(fault, () => undefined);
    }
    for (const fault of ['protocol_error', 'error']) {
      this.#container.on(fault, (error: unknown) => console.error('service bus:', error));
    }
  }

  #connected(connection: Connection): void {
    writePromptly(connection);
    // rhea does not hear a socket that closes without a word (service-bus.md 9.7).
    socketOf(connection)?.on('close', () => this.#disconnected(connection));
  }

  #disconnected(connection: Connection): void {
    for (const link of this.#clientOf(connection).links.keys()) this.#closed(connection, link);
  }

  #open(connection: Connection, link: Link | undefined): void {
    if (link === undefined) return;
    try {
      this.#clientOf(connection).links.set(link, this.#handlerFor(this.#clientOf(connection), link));
    } catch (error) {
      refuse(link, asServiceBusError(error));
    }
  }

  /** @throws ServiceBusError when the client may not open it, or there is no such queue. */
  #handlerFor(client: Client, link: Link): OpenLink {
    const address = addressOf(link) ?? '';
    const { authorization, replies } = client;
    const isCbs = address === cbsAddress;
    if (!isCbs) authorization.check(address, Date.now());
    const isManagement = address.toLowerCase().endsWith(managementSuffix);
    const entity = isCbs
      ? undefined
      : this.#entity(isManagement ? address.slice(0, -managementSuffix.length) : address);
    if (entity !== undefined && !isManagement) {
      return link.is_sender()
        ? openReceiverLink(link as Sender, entity, this.#store)
        : openSenderLink(link as Receiver, entity, this.#store);
    }
    if (link.is_sender()) return openReplyLink(link as Sender, replies);
    return entity === undefined
      ? openCbsLink(authorization, this.#store, replies)
      : openManagementLink(entity, this.#store, replies);
  }

  #entity(path: string): Entity {
    const entity = this.#namespace.find(path);
    if (entity === undefined) throw entityNotFound(path);
    return entity;
  }

  #closed(connection: Connection, link: Link | undefined): void {
    if (link === undefined) return;
    const { links } = this.#clientOf(connection);
    const open = links.get(link);
    links.delete(link);
    open?.closed?.();
  }

  #linkOf({ connection, sender, receiver }: EventContext): OpenLink | undefined {
    const link = sender ?? receiver;
    return link === undefined ? undefined : this.#clientOf(connection).links.get(link);
  }

  #clientOf(connection: Connection): Client {
    let client = this.#clients.get(connection);
    if (client === undefined) {
      client = { links: new Map(), replies: new Map(), authorization: new Authorization(this.#key) };
      this.#clients.set(connection, client);
    }
    return client;
  }
}

/** The link on which a client waits for replies. */
function openReplyLink(sender: Sender, replies: ReplyLinks): OpenLink {
  const address = replyAddressOf(sender);
  replies.set(address, sender);
  return {
    closed: () => {
      if (replies.get(address) === sender) replies.delete(address);
    },
  };
}
