import { badQuery, GraphError } from '../errors';

const OPTIONS = [
  '$select',
  '$expand',
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$search',
  '$skiptoken',
  '$deltatoken',
  '$format',
] as const;

export type QueryOption = (typeof OPTIONS)[number];

/** The system query options of a request, decoded. */
export type QueryOptions = Partial<Record<QueryOption, string>>;

function isOption(name: string): name is QueryOption {
  return (OPTIONS as readonly string[]).includes(name);
}

/**
 * Reads the system query options.
 * @throws GraphError 400 for one that is unknown, comes twice, or is not among `allowed`.
 */
export function readQuery(query: string, allowed: readonly QueryOption[]): QueryOptions {
  const options: QueryOptions = {};
  for (const [name, value] of new URLSearchParams(query)) {
    if (!name.startsWith('$')) {
      // Graph ignores foreign parameters; an option without its dollar sign is a slip that must not pass.
      if (isOption(`$${name}`)) throw badQuery(`The query parameter '${name}' lacks its '$'.`);
      continue;
    }
    if (!isOption(name)) throw new GraphError(400, 'BadRequest', `The query parameter '${name}' is unknown.`);
    if (!allowed.includes(name)) throw badQuery(`The query parameter '${name}' is not supported here.`);
    if (options[name] !== undefined) throw badQuery(`Query option '${name}' was specified more than once.`);
    options[name] = value;
  }
  return options;
}

/**
 * A whole number in a query option.
 * @throws GraphError 400 when it is none or outside the range.
 */
export function readNumber(
  options: QueryOptions,
  name: '$top' | '$skip',
  range: { min: number; max: number },
): number | undefined {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= range.min && value <= range.max)) {
    throw badQuery(`Invalid value '${text}' for ${name} query option found: ${range.min} to ${range.max}.`);
  }
  return value;
}
