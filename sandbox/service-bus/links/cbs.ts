import { decode } from '../amqp/decode';
import * as encode from '../amqp/encode';
import { ServiceBusError } from '../core/errors';
import type { Store } from '../storage/store';
import type { Authorization } from './authorization';
import { asServiceBusError, type OpenLink } from './open-link';
import { answer, type Reply, type ReplyLinks, type Request } from './requests';

export const cbsAddress = '$cbs';

const shared = 'servicebus.windows.net:sastoken';

/** The link on which a client shows that it may use what it is about to open (service-bus.md 3). */
export function openCbsLink(authorization: Authorization, store: Store, replies: ReplyLinks): OpenLink {
  return {
    message: (context) => answer(context, replies, store, (request) => putToken(request, authorization)),
  };
}

function putToken(request: Request, authorization: Authorization): Reply {
  try {
    const [operation, type, name] = ['operation', 'type', 'name'].map((key) => request.properties.get(key));
    const token = decode(request.body);
    if (operation !== 'put-token' || typeof name !== 'string' || typeof token !== 'string') {
      throw new ServiceBusError('com.microsoft:argument-error', 'Only put-token with a name and a token.');
    }
    if (type !== shared) {
      throw new ServiceBusError('amqp:unauthorized-access', 'Only shared access signatures are known here.');
    }
    authorization.put(token, name, Date.now());
    return reply(202, 'Accepted');
  } catch (error) {
    const { condition, message } = asServiceBusError(error);
    return reply(condition === 'amqp:unauthorized-access' ? 401 : 400, message);
  }
}

function reply(code: number, description: string): Reply {
  return {
    properties: { 'status-code': encode.int(code), 'status-description': encode.string(description) },
    body: encode.nothing,
  };
}
