import type { TokenCredential } from '@azure/identity';
import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter';

type Policy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy'];

/** The SDK follows these itself, from the global address to a regional one. */
const redirects = new Set([307, 308]);

/**
 * Logs what keeps metrics from arriving: each sort of fault once, by status or code alone, since messages of SDKs may
 * quote addresses and tokens.
 */
export class FaultWatch {
  private readonly told = new Set<string>();

  constructor(private readonly log: (line: string) => void) {}

  tell(fault: string): void {
    if (this.told.has(fault)) return;
    this.told.add(fault);
    this.log(`metrics do not reach Application Insights: ${fault}`);
  }

  /** Of each request of the exporter, which also gets a time limit. */
  policy(timeoutMs: number): Policy {
    return {
      name: 'faultWatch',
      sendRequest: async (request, next) => {
        request.timeout = timeoutMs;
        const answer = await this.watch(next(request));
        if (answer.status !== 200 && !redirects.has(answer.status)) this.tell(`status ${answer.status}`);
        return answer;
      },
    };
  }

  /** The exporter asks for a token before its requests pass the policy. */
  credential(credential: TokenCredential): TokenCredential {
    return { getToken: (scopes, options) => this.watch(credential.getToken(scopes, options)) };
  }

  private watch<T>(work: Promise<T>): Promise<T> {
    return work.catch((thrown: unknown) => {
      this.tell(codeOf(thrown));
      throw thrown;
    });
  }
}

/** What of an error is safe to show. */
export function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown fault';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
}
