import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminPath, handleAdmin, type RunByHand } from './admin-api';
import type { KeyCheck } from './http-keys';
import { readBody, readTarget, RequestError, toHttpData } from './http-request';
import { sendEmpty, sendHttpData, sendText } from './http-response';
import type { Invoker } from './invoker';
import { describeError, type Logger } from './log';
import type { Router } from './router';

/** Only this machine may call: the sandbox has nothing to offer to a network. */
const loopback = '127.0.0.1';

/** Milliseconds for which the rest of a refused request is still read. */
const linger = 2000;

export interface HttpServerParts {
  readonly router: Router;
  readonly mayCall: KeyCheck;
  readonly invoker: Invoker;
  readonly runByHand: RunByHand;
  readonly logger: Logger;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection and refuses new requests on old ones; requests under way go on. */
  stopAccepting(): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** @throws Error when the port is taken. */
export async function startHttpServer(port: number, parts: HttpServerParts): Promise<HttpServer> {
  let accepting = true;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    if (!accepting) {
      response.setHeader('connection', 'close');
      sendEmpty(response, 503);
      return;
    }
    handle(request, response, parts).catch((error: unknown) => {
      refuse(request, response, error, parts.logger);
    });
  });
  server.on('clientError', (_error, socket) => {
    // What is no HTTP gets a plain 400, and its connection ends.
    if (socket.writable) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });
  await listen(server, port);
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stopAccepting() {
      accepting = false;
      server.close();
      server.closeIdleConnections();
    },
    close() {
      accepting = false;
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { router, mayCall, invoker, runByHand }: HttpServerParts,
): Promise<void> {
  const target = readTarget(request);
  const method = request.method ?? 'GET';
  const query = new URLSearchParams(target.search);
  const admin = adminPath(target.path);
  if (admin !== undefined) {
    const allowed = mayCall('admin', request, query);
    const body = await readBody(request);
    const answer = allowed ? handleAdmin(admin, method, body, runByHand) : { status: 401, text: '' };
    sendText(response, answer.status, answer.text);
    return;
  }
  const match = router(method, target.path);
  const body = await readBody(request);
  if (match === undefined) {
    sendEmpty(response, 404);
    return;
  }
  if (!mayCall(match.target.authLevel, request, query)) {
    sendEmpty(response, 401);
    return;
  }
  const traceParent = request.headersDistinct['traceparent']?.[0];
  const { name, bindingName } = match.target;
  let returned;
  try {
    const http = toHttpData(request, target, match.parameters, body);
    returned = await invoker.invoke({
      functionName: name,
      input: { name: bindingName, data: { http } },
      ...(traceParent === undefined ? {} : { traceParent }),
    });
  } catch {
    // The invoker has logged why; the caller learns nothing of it.
    sendEmpty(response, 500);
    return;
  }
  sendHttpData(response, returned.returnValue);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, logger: Logger): void {
  if (!(error instanceof RequestError)) {
    logger.log('error', 'Host.Http', describeError(error));
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) {
    response.removeHeader(name);
  }
  response.setHeader('connection', 'close');
  sendEmpty(response, error instanceof RequestError ? error.status : 500);
  // A client that goes on sending gets some time to see the answer, then the connection ends.
  setTimeout(() => request.destroy(), linger).unref();
}
