import type { Server, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { startTrustedHttps } from '../outlook/support/trusted-https';

/** One metric as Application Insights gets it. */
export interface Envelope {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: {
    readonly baseType: string;
    readonly baseData: {
      readonly metrics: readonly {
        readonly name: string;
        readonly value: number;
        readonly count?: number;
        readonly min?: number;
        readonly max?: number;
      }[];
      readonly properties: Readonly<Record<string, string>>;
    };
  };
}

/** An ingestion endpoint on this machine. The exporter speaks https to any. */
export class Ingestion {
  status = 200;
  /** Answers nothing before the next reset. */
  silent = false;
  private readonly waiting: ServerResponse[] = [];
  readonly bodies: string[] = [];
  readonly authorizations: (string | undefined)[] = [];

  private constructor(
    private readonly server: Server,
    readonly connectionString: string,
  ) {}

  static async start(): Promise<Ingestion> {
    const here: { ingestion?: Ingestion } = {};
    const { server, port } = await startTrustedHttps((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { ingestion } = here;
        if (ingestion === undefined) return;
        const whole = Buffer.concat(parts);
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole;
        ingestion.bodies.push(body.toString('utf8'));
        ingestion.authorizations.push(request.headers.authorization);
        if (ingestion.silent) {
          ingestion.waiting.push(response);
          return;
        }
        const received = ingestion.envelopes.length;
        response.writeHead(ingestion.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ itemsReceived: received, itemsAccepted: received, errors: [] }));
      });
    });
    const key = '0f1e2d3c-4b5a-4968-8776-655443322110';
    here.ingestion = new Ingestion(
      server,
      `InstrumentationKey=${key};IngestionEndpoint=https://127.0.0.1:${port}/`,
    );
    return here.ingestion;
  }

  get envelopes(): Envelope[] {
    return this.bodies.flatMap((body) => JSON.parse(body) as Envelope[]);
  }

  reset(): void {
    this.status = 200;
    this.silent = false;
    for (const response of this.waiting.splice(0)) response.end();
    this.bodies.length = 0;
    this.authorizations.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
