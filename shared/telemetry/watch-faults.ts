import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter';

type Policy = NonNullable<AzureMonitorExporterOptions['additionalPolicies']>[number]['policy'];

/** The SDK follows these itself, from the global address to a regional one. */
const redirects = new Set([307, 308]);

/**
 * Gives each request of the exporter a time limit, and logs what keeps metrics from arriving: each sort of fault once,
 * by status or code alone, since messages of SDKs may quote addresses and tokens.
 */
export function watchFaults(timeoutMs: number, log: (line: string) => void): Policy {
  const told = new Set<string>();
  const tell = (fault: string): void => {
    if (told.has(fault)) return;
    told.add(fault);
    log(`metrics did not reach Application Insights: ${fault}`);
  };
  return {
    name: 'watchFaults',
    async sendRequest(request, next) {
      request.timeout = timeoutMs;
      try {
        const answer = await next(request);
        if (answer.status !== 200 && !redirects.has(answer.status)) tell(`status ${answer.status}`);
        return answer;
      } catch (thrown) {
        tell(codeOf(thrown));
        throw thrown;
      }
    },
  };
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown fault';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
}
