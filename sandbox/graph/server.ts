import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Exchange } from '../control';
import { answerBatch } from './batch/answer-batch';
import { errorBody, GraphError } from './errors';
import type { GraphRequest } from './http/route';
import { toAnswer, type GraphService } from './service';
import type { GraphState } from './state/graph-state';
import { checkToken } from './tokens';

const VERSION = '/v1.0';

function bodyOf(exchange: Exchange): unknown {
  const { body, call } = exchange;
  if (body.length === 0 || call.method === 'GET') return undefined;
  const type = call.headers['content-type']?.toLowerCase() ?? '';
  if (!type.startsWith('application/json')) {
    throw new GraphError(415, 'UnsupportedMediaType', 'The payload has to be application/json.');
  }
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new GraphError(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
}

/** Serves the wire: token, version, body, then one operation or a batch. */
export class GraphServer {
  readonly #state: GraphState;
  readonly #service: GraphService;
  readonly #now: () => Date;

  constructor(state: GraphState, service: GraphService, now: () => Date) {
    this.#state = state;
    this.#service = service;
    this.#now = now;
  }

  /** Answers one HTTP request. */
  async handle(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
    const answer = await this.#answer(exchange, `https://${request.headers.host ?? '127.0.0.1'}`);
    response.writeHead(answer.status, { ...answer.headers });
    response.end(answer.body);
  }

  async #answer(exchange: Exchange, origin: string): Promise<Answer> {
    const { call } = exchange;
    try {
      checkToken(call.headers['authorization'], (token) => this.#state.token(token), this.#now());
      if (!call.path.startsWith(`${VERSION}/`)) {
        throw new GraphError(400, 'BadRequest', `Invalid version: '${call.path.split('/')[1] ?? ''}'.`);
      }
      const path = call.path.slice(VERSION.length);
      const { method, query, headers } = call;
      const request: GraphRequest = { method, path, query, headers, origin, body: bodyOf(exchange) };
      if (path !== '/$batch') return await this.#service.answer(request);
      if (method !== 'POST') {
        throw new GraphError(405, 'ErrorInvalidRequest', 'The OData request is not supported.');
      }
      return await answerBatch(this.#service, exchange, request, this.#state.settings.concurrentPerMailbox);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const requestId = randomUUID();
      const clientRequestId = call.headers['client-request-id'] ?? requestId;
      const body = errorBody(error, { requestId, clientRequestId, now: this.#now() });
      return toAnswer(
        { status: error.status, headers: error.headers, body },
        { 'request-id': requestId, 'client-request-id': clientRequestId },
      );
    }
  }
}
