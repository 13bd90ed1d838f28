import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { bicep, requireBicep, type Bicep } from '../../../scripts/bicep/compiler';

/** A resource as the compiler predicts it. What is known only once others exist is a text that begins with `[`. */
const resource = z.object({
  type: z.string(),
  name: z.string(),
  condition: z.string().optional(),
  sku: z.record(z.string(), z.unknown()).optional(),
  kind: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  identity: z.record(z.string(), z.unknown()).optional(),
});
export type Resource = z.output<typeof resource>;

const snapshotFile = z.object({ predictedResources: z.array(resource), diagnostics: z.array(z.unknown()) });

export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The least that has to be said. */
export const least: Parameters = { orocrmUrl: 'https://crm.example.com' };

/** What the templates make of these parameters, without Azure. Undefined where there is no compiler (said in one line). */
export async function snapshot(
  parameters: Parameters,
  template = 'infra/main.bicep',
): Promise<Snapshot | undefined> {
  const compiler = await found();
  if (compiler === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'snapshot-'));
  try {
    const file = path.join(folder, 'main.bicepparam');
    await writeFile(
      file,
      [
        `using '${path.relative(folder, template).split(path.sep).join('/')}'`,
        ...Object.entries(parameters).map(([name, value]) => `param ${name} = ${literal(value)}`),
      ].join('\n'),
    );
    await bicep(
      compiler,
      ...['snapshot', file, '--mode', 'overwrite', '--location', 'westeurope', '--resource-group', 'crm'],
      ...['--subscription-id', '11111111-1111-1111-1111-111111111111'],
      ...['--tenant-id', '22222222-2222-2222-2222-222222222222'],
    );
    const text = await readFile(path.join(folder, 'main.snapshot.json'), 'utf8');
    return new Snapshot(text, snapshotFile.parse(JSON.parse(text)).predictedResources);
  } finally {
    await rm(folder, { recursive: true });
  }
}

let compiler: Promise<Bicep | undefined> | undefined;
const found = (): Promise<Bicep | undefined> => (compiler ??= requireBicep());

function literal(value: Parameters[string]): string {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? `[${value.map(literal).join(', ')}]` : String(value);
}

export class Snapshot {
  constructor(
    /** As the compiler wrote it. */
    readonly text: string,
    readonly resources: readonly Resource[],
  ) {}

  of(type: string): readonly Resource[] {
    return this.resources.filter((one) => one.type === type);
  }

  /** @throws Error unless there is exactly one. */
  the(type: string): Resource {
    const [one, ...others] = this.of(type);
    if (one === undefined || others.length > 0)
      throw new Error(`There are ${this.of(type).length} of ${type}.`);
    return one;
  }

  /** How many there are of each type. */
  get types(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { type } of this.resources) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  /** The settings of the app. */
  get settings(): Readonly<Record<string, string>> {
    const { siteConfig } = siteProperties.parse(this.the('Microsoft.Web/sites').properties);
    return Object.fromEntries(siteConfig.appSettings.map(({ name, value }) => [name, value]));
  }
}

const siteProperties = z.object({
  siteConfig: z.object({ appSettings: z.array(z.object({ name: z.string(), value: z.string() })) }),
});

/** The compiled template that is committed: `npm run infra:check` holds it to the sources. */
const compiledTemplate = z.object({
  parameters: z.record(
    z.string(),
    z.object({
      type: z.string(),
      defaultValue: z.unknown().optional(),
      allowedValues: z.array(z.unknown()).optional(),
      minValue: z.number().optional(),
      maxValue: z.number().optional(),
      metadata: z.object({ description: z.string() }).optional(),
    }),
  ),
  outputs: z.record(z.string(), z.object({ type: z.string(), value: z.unknown() })),
});

export async function compiled(): Promise<{ readonly text: string } & z.output<typeof compiledTemplate>> {
  const text = await readFile('infra/azuredeploy.json', 'utf8');
  return { text, ...compiledTemplate.parse(JSON.parse(text)) };
}
