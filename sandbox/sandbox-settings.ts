import { z } from 'zod';

/** What of the environment concerns the sandbox; everything else is passed on to the functions as it is. */
const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(7071),
  /** Folder in which everything survives restarts and SIGKILL; absent: memory. */
  SANDBOX_DATA: z.string().min(1).optional(),
  /** Files that are loaded instead of the sample company: JSON:API documents and .vcf, separated by commas. */
  SANDBOX_SEED: z.string().min(1).optional(),
  /** `none`: simulators without people, for tests. */
  SANDBOX_COMPANY: z.enum(['sample', 'none']).default('sample'),
  /** Folder of the app that runs: the compiled project, or an unpacked package of it. */
  SANDBOX_APP: z.string().min(1).default('.'),
  /** `none`: no line for each run. To find them all runs are listed every few seconds, which tests need not pay. */
  SANDBOX_REPORT: z.enum(['runs', 'none']).default('runs'),
  SANDBOX_OROCRM_VERSION: z.enum(['5.1', '6.0', '6.1', '7.0']).default('7.0'),
  OROCRM_URL: z.string().optional(),
  GRAPH_BASE_URL: z.string().optional(),
  GRAPH_ACCESS_TOKEN: z.string().optional(),
  IDENTITY_ENDPOINT: z.string().optional(),
  AZURE_CLIENT_ID: z.string().optional(),
  AZURE_TENANT_ID: z.string().optional(),
  STATE_STORAGE: z.string().optional(),
  SERVICE_BUS: z.string().optional(),
});

export interface SandboxSettings {
  readonly port: number;
  readonly data: string | undefined;
  readonly seed: readonly string[];
  readonly company: 'sample' | 'none';
  readonly app: string;
  readonly report: 'runs' | 'none';
  readonly orocrmVersion: '5.1' | '6.0' | '6.1' | '7.0';
  /** A side that the environment names is the real one: its simulator does not start. */
  readonly realOrocrm: boolean;
  readonly realGraph: boolean;
  /** The environment has a managed identity, whose token the functions ask for as they do in Azure. */
  readonly identity: boolean;
  readonly realTables: boolean;
  readonly realQueues: boolean;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** @throws Error that names every wrong setting. */
export function readSandboxSettings(environment: NodeJS.ProcessEnv): SandboxSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => isSet(value)));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The sandbox cannot start:\n  ${faults.join('\n  ')}`);
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    data: data.SANDBOX_DATA,
    seed: data.SANDBOX_SEED?.split(',').map((file) => file.trim()) ?? [],
    company: data.SANDBOX_COMPANY,
    app: data.SANDBOX_APP,
    report: data.SANDBOX_REPORT,
    orocrmVersion: data.SANDBOX_OROCRM_VERSION,
    realOrocrm: isSet(data.OROCRM_URL),
    realGraph: isSet(data.GRAPH_ACCESS_TOKEN) || (isSet(data.AZURE_CLIENT_ID) && isSet(data.AZURE_TENANT_ID)),
    identity: isSet(data.IDENTITY_ENDPOINT),
    realTables: isSet(data.STATE_STORAGE),
    realQueues: isSet(data.SERVICE_BUS),
  };
}
