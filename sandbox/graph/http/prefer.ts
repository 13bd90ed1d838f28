/** What a request asks for in its Prefer header. */
export interface Preferences {
  /** `IdType="ImmutableId"` was sent with this very request (reference: Graph 1.6). */
  readonly immutableIds: boolean;
  readonly maxPageSize: number | undefined;
  /** The zone in which times of events are to be shown, by the name that was sent (reference: Graph 2.3). */
  readonly timeZone: string | undefined;
}

/** Reads a Prefer header: several preferences are separated by commas. */
export function readPrefer(header: string | undefined): Preferences {
  const found = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const [name, value] = part.split('=');
    if (name === undefined || value === undefined) continue;
    found.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1'));
  }
  const size = Number(found.get('odata.maxpagesize') ?? Number.NaN);
  return {
    immutableIds: found.get('idtype')?.toLowerCase() === 'immutableid',
    maxPageSize: Number.isInteger(size) && size > 0 ? size : undefined,
    timeZone: found.get('outlook.timezone'),
  };
}

/** The Preference-Applied header for what was obeyed. */
export function preferenceApplied(preferences: Preferences, paged: boolean): Record<string, string> {
  const applied = [
    ...(preferences.immutableIds ? ['IdType="ImmutableId"'] : []),
    ...(preferences.timeZone === undefined ? [] : [`outlook.timezone="${preferences.timeZone}"`]),
    ...(paged && preferences.maxPageSize !== undefined
      ? [`odata.maxpagesize=${preferences.maxPageSize}`]
      : []),
  ];
  return applied.length === 0 ? {} : { 'Preference-Applied': applied.join(', ') };
}
