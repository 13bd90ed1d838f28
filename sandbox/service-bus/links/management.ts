import { decode } from '../amqp/decode';
import * as encode from '../amqp/encode';
import { ServiceBusError, type Condition } from '../core/errors';
import { text } from '../core/payload';
import type { Entity } from '../namespace';
import type { Store } from '../storage/store';
import { operations } from './operations';
import { asServiceBusError, type OpenLink } from './open-link';
import { answer, type Reply, type ReplyLinks, type Request } from './requests';

export const managementSuffix = '/$management';

/** The link of a client that asks something of a queue (service-bus.md 6). */
export function openManagementLink(entity: Entity, store: Store, replies: ReplyLinks): OpenLink {
  return {
    message: (context) => {
      answer(context, replies, store, (request) => handle(request, entity));
      entity.pump.wake();
    },
  };
}

function handle(request: Request, entity: Entity): Reply {
  try {
    const name = request.properties.get('operation');
    const operation = typeof name === 'string' ? operations.get(name) : undefined;
    if (operation === undefined) {
      throw new ServiceBusError(
        'amqp:not-implemented',
        `There is no operation '${text(name ?? null)}' here.`,
      );
    }
    const owner = request.properties.get('associated-link-name');
    const body = operation({
      queue: entity.queue,
      owner: typeof owner === 'string' ? owner : undefined,
      now: Date.now(),
      body: request.body,
      fields: decode(request.body),
    });
    // "No content" is how the SDK recognises an empty peek.
    return body === 'no-content'
      ? reply(204, 'No content', {}, encode.map([]))
      : reply(200, 'OK', {}, body === 'done' ? encode.map([]) : body);
  } catch (error) {
    const { condition, message } = asServiceBusError(error);
    return reply(statusOf(condition), message, { errorCondition: encode.symbol(condition) }, encode.map([]));
  }
}

function reply(
  code: number,
  description: string,
  more: Record<string, encode.Encoded>,
  body: encode.Encoded,
): Reply {
  return {
    properties: { statusCode: encode.int(code), statusDescription: encode.string(description), ...more },
    body,
  };
}

function statusOf(condition: Condition): number {
  switch (condition) {
    case 'amqp:not-found':
    case 'com.microsoft:message-not-found':
      return 404;
    case 'amqp:unauthorized-access':
      return 401;
    case 'com.microsoft:message-lock-lost':
    case 'com.microsoft:session-lock-lost':
    case 'com.microsoft:session-cannot-be-locked':
      return 410;
    case 'com.microsoft:timeout':
      return 408;
    case 'amqp:not-implemented':
      return 501;
    case 'amqp:not-allowed':
    case 'amqp:decode-error':
    case 'amqp:invalid-field':
    case 'amqp:link:message-size-exceeded':
    case 'com.microsoft:argument-error':
      return 400;
  }
}
