import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorMessage } from './log';
import type { RegisteredFunction } from './registered-function';

/** Settings by name: the environment of the process. */
export type Environment = Record<string, string | undefined>;

const localSettingsSchema = z.object({
  IsEncrypted: z.literal(false).optional(),
  Values: z.record(z.string(), z.string()).default({}),
});

/**
 * Puts `Values` of local.settings.json into the environment, overriding nothing that is set.
 * @throws Error naming every fault at once when the file is no JSON or holds values that are no strings.
 */
export function applyLocalSettings(appRoot: string, environment: Environment): void {
  const file = join(appRoot, 'local.settings.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return;
    }
    throw error;
  }
  const parsed = localSettingsSchema.safeParse(parseJson(file, text));
  if (!parsed.success) {
    throw new Error(`${file} is not usable:\n${z.prettifyError(parsed.error)}`);
  }
  for (const [name, value] of Object.entries(parsed.data.Values)) {
    environment[name] ??= value;
  }
}

export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${errorMessage(error)}`, { cause: error });
  }
}

/**
 * Expands `%NAME%` in schedule, queue name and route.
 * @throws Error naming the functions and settings of every name that is not set.
 */
export function expandSettings(
  functions: readonly RegisteredFunction[],
  environment: Environment,
): readonly RegisteredFunction[] {
  const faults: string[] = [];
  const expanded = functions.map((registered) => {
    const expand = (property: string, text: string): string =>
      text.replace(/%([^%]+)%/g, (placeholder, name: string) => {
        const value = environment[name];
        if (value === undefined) {
          faults.push(`function "${registered.name}": ${property} "${text}" needs the setting ${name}`);
        }
        return value ?? placeholder;
      });
    switch (registered.kind) {
      case 'timer':
        return { ...registered, schedule: expand('schedule', registered.schedule) };
      case 'http':
        return { ...registered, route: expand('route', registered.route) };
      case 'queue':
        return { ...registered, queueName: expand('queueName', registered.queueName) };
      case 'unsupported':
        return registered;
    }
  });
  if (faults.length > 0) {
    throw new Error(`Settings are missing:\n${faults.join('\n')}`);
  }
  return expanded;
}
