import type { Settings, SettingName, SettingsPatch } from '../sync/ports/settings';
import { environmentName, isSettingName, settingNames, settingRows, type Level } from './setting-rows';

/** What is wrong with one setting, in words for the person who gave it. */
export interface SettingFault {
  readonly setting: string;
  readonly message: string;
}

/** What a request changes: a value, or null for "use default". */
export type SettingsChange = Readonly<Partial<Record<SettingName, unknown>>>;

export type CheckedSettings =
  | { readonly ok: true; readonly change: SettingsChange }
  | { readonly ok: false; readonly faults: readonly SettingFault[] };

/** Checks the body of a request to change settings. Every fault is listed, and with one of them nothing is taken. */
export function checkSettings(body: unknown, level: Exclude<Level, 'run'>): CheckedSettings {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ok: false, faults: [{ setting: '', message: 'Settings are an object of names and values.' }] };
  }
  const given = Object.entries(body);
  const faults = given.flatMap(([name, value]) => {
    const message = faultOf(name, value, level);
    return message === undefined ? [] : [{ setting: name, message }];
  });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, change: Object.fromEntries(given) };
}

function faultOf(name: string, value: unknown, level: Level): string | undefined {
  if (!isSettingName(name)) {
    return `${shown(name)} is no setting; there are ${settingNames.join(', ')}.`;
  }
  const { kind, levels } = settingRows[name];
  if (!levels.includes(level)) {
    return `${name} can be set for the whole installation only, not to ${shown(value)} for one mailbox.`;
  }
  if (value === null || kind.schema.safeParse(value).success) return undefined;
  return `${name} cannot be ${shown(value)}; allowed is ${kind.allowed}, or null to use the default.`;
}

/** What a level says after a change that was checked. */
export function changeSettings(stored: SettingsPatch, change: SettingsChange): SettingsPatch {
  const merged = Object.entries({ ...stored, ...change });
  return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
}

/** Settings as a row holds them. What is no longer allowed, after an upgrade say, counts as not given. */
export function readStoredSettings(stored: Readonly<Record<string, unknown>>): SettingsPatch {
  const valid = Object.entries(stored).filter(
    ([name, value]) => isSettingName(name) && settingRows[name].kind.schema.safeParse(value).success,
  );
  return Object.fromEntries(valid);
}

export interface EnvironmentSettings {
  readonly settings: SettingsPatch;
  readonly faults: readonly SettingFault[];
}

/** The defaults for the installation that the environment gives, in `SYNC_…`. An empty text gives none. */
export function settingsOfEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): EnvironmentSettings {
  const byName = new Map<string, SettingName>(settingNames.map((name) => [environmentName(name), name]));
  const settings: Partial<Record<SettingName, unknown>> = {};
  const faults: SettingFault[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('SYNC_') || text === undefined || text.trim() === '') continue;
    const name = byName.get(variable);
    if (name === undefined) {
      faults.push({ setting: variable, message: `${variable} is no setting.` });
      continue;
    }
    const { kind } = settingRows[name];
    const value = kind.fromText(text.trim());
    if (kind.schema.safeParse(value).success) settings[name] = value;
    else
      faults.push({
        setting: variable,
        message: `${variable} cannot be ${shown(text)}; allowed is ${kind.allowed}.`,
      });
  }
  return { settings: settings as SettingsPatch, faults };
}

export type SettingSource = 'default' | 'install' | 'mailbox';

/** The settings that hold, and which level each comes from. */
export interface ResolvedSettings {
  readonly values: Settings;
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
}

/** Levels from the weakest to the strongest: the environment's count as the installation's. */
export interface SettingLevels {
  readonly environment: SettingsPatch;
  readonly install: SettingsPatch;
  readonly mailbox?: SettingsPatch | undefined;
}

/** The strongest level that says something decides; key fields and the look are joined, part by part. */
export function resolveSettings({ environment, install, mailbox = {} }: SettingLevels): ResolvedSettings {
  const levels: readonly (readonly [SettingSource, SettingsPatch])[] = [
    ['install', environment],
    ['install', install],
    ['mailbox', mailbox],
  ];
  const values: Partial<Record<SettingName, unknown>> = {};
  const sources: Partial<Record<SettingName, SettingSource>> = {};
  for (const name of settingNames) {
    values[name] = settingRows[name].standard;
    sources[name] = 'default';
    for (const [source, patch] of levels) {
      const value = patch[name];
      if (value === undefined) continue;
      values[name] = typeof value === 'object' ? { ...(values[name] as object), ...value } : value;
      sources[name] = source;
    }
  }
  return { values: values as Settings, sources: sources as Record<SettingName, SettingSource> };
}

/** As the API answers: each setting with where it comes from. */
export const describeSettings = (
  resolved: ResolvedSettings,
): Record<string, { readonly value: unknown; readonly source: SettingSource }> =>
  Object.fromEntries(
    settingNames.map((name) => [name, { value: resolved.values[name], source: resolved.sources[name] }]),
  );

const shownLength = 60;

/** A value as a message repeats it. */
function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > shownLength ? `${json.slice(0, shownLength)}…` : json;
}
