import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import axios, { type AxiosInstance } from 'axios';
import { SyncError } from '../errors';
import type { OrocrmInstallation } from './access';
import { isBrokenConnection, transportFailure } from './transport-failure';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** An answer of any status, read whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** The server's clock (its Date header, else ours). */
  readonly at: Date;
  /** A header by its lower-case name; '' when absent. */
  header(name: string): string;
}

export interface HttpOptions {
  /** For the whole exchange. A synchronous batch alone may take 25 s (reference 6.4). */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  /** Hears the status of each attempt, 0 when no whole answer came. */
  readonly onAnswer?: ((status: number) => void) | undefined;
}

export const defaultHttpOptions: HttpOptions = { timeoutMs: 60_000, maxAnswerBytes: 64 * 1024 * 1024 };

/**
 * Connections are kept for the next request, but not for long: a server closes idle ones without a word (Apache
 * after 5 s), and a create that meets a closed one has an unknown outcome.
 */
const keptAlive = { keepAlive: true, timeout: 4000, maxSockets: 16, maxFreeSockets: 8 };

function readCertificates(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch {
    throw new SyncError('The certificate file of the OroCRM connection cannot be read.', {
      kind: 'operator',
      code: 'wrong-setting',
      action: 'Set OROCRM_CA_FILE to a PEM file that the application may read.',
    });
  }
}

function httpsAgent(installation: OrocrmInstallation): HttpsAgent {
  if (installation.tlsInsecure === true) return new HttpsAgent({ ...keptAlive, rejectUnauthorized: false });
  if (installation.caFile === undefined) return new HttpsAgent(keptAlive);
  return new HttpsAgent({ ...keptAlive, ca: [...rootCertificates, readCertificates(installation.caFile)] });
}

/** The connections to one installation. Follows no redirect and judges no status: its callers do. */
export class Http {
  private readonly agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };
  private readonly client: AxiosInstance;

  /** @throws SyncError `wrong-setting` when the certificate file cannot be read. */
  constructor(
    installation: OrocrmInstallation,
    private readonly options: HttpOptions,
  ) {
    this.agents = { httpAgent: new HttpAgent(keptAlive), httpsAgent: httpsAgent(installation) };
    this.client = axios.create({
      ...this.agents,
      // A proxy is for browsing; the connection to OroCRM is configured by its own settings alone.
      proxy: false,
      maxRedirects: 0,
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxContentLength: options.maxAnswerBytes,
      maxBodyLength: options.maxAnswerBytes,
    });
  }

  /** @throws TransportFailure when no whole answer came. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    try {
      return await this.sendOnce(request);
    } catch (thrown) {
      const failure = transportFailure(thrown);
      // Only a read may be sent again blindly.
      if (request.method !== 'GET' || !isBrokenConnection(failure)) throw failure;
    }
    try {
      return await this.sendOnce(request);
    } catch (thrown) {
      throw transportFailure(thrown);
    }
  }

  /** Ends idle connections; requests under way are answered. */
  close(): void {
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private async sendOnce(request: HttpRequest): Promise<HttpAnswer> {
    let status = 0;
    try {
      const answer = await this.exchange(request);
      status = answer.status;
      return answer;
    } finally {
      this.options.onAnswer?.(status);
    }
  }

  private async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.client.request<unknown>({
      method: request.method,
      url: request.url,
      headers: { 'User-Agent': 'orocrm-microsoft365-sync', ...request.headers },
      ...(request.body === undefined ? {} : { data: request.body }),
      signal: AbortSignal.timeout(this.options.timeoutMs),
    });
    const headers = answer.headers as Readonly<Record<string, unknown>>;
    const header = (name: string): string => {
      const value = headers[name];
      return typeof value === 'string' ? value : '';
    };
    return {
      status: answer.status,
      text: typeof answer.data === 'string' ? answer.data : '',
      at: dateOr(header('date'), new Date()),
      header,
    };
  }
}

function dateOr(text: string, otherwise: Date): Date {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? otherwise : date;
}
