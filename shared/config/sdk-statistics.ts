/**
 * The exporter of metrics would send statistics of its own beside them: to Microsoft, and into the table of ours. It
 * knows no option for that, only a name in the environment.
 */
export function withoutSdkStatistics(environment: NodeJS.ProcessEnv = process.env): void {
  environment['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true';
}
