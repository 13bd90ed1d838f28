/** A comparison as the older REST writes it into the query itself: `updatedAt>=2026-01-02T03:04:05Z`. */
export type RestOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface RestParameter {
  readonly name: string;
  readonly operator: RestOperator;
  readonly value: string;
}

const comparison = /^([\w-]+)(<>|<=|>=|<|>|=)(.*)$/s;
const operators: readonly RestOperator[] = ['=', '<>', '<', '<=', '>', '>='];

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}

/**
 * Cuts up a query string as RestGetController does: the operator stands between name and value, escaped or
 * not. A part that is no comparison is passed over, and of several with one name the last one counts.
 */
export function restParameters(query: string): ReadonlyMap<string, RestParameter> {
  const parameters = new Map<string, RestParameter>();
  for (const part of query.split('&')) {
    const [, name = '', sign, value = ''] = comparison.exec(decoded(part)) ?? [];
    const operator = operators.find((each) => each === sign);
    if (operator !== undefined && value !== '') parameters.set(name, { name, operator, value });
  }
  return parameters;
}

const precise = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+ ]\d{2}(:?\d{2})?)?)?)?)?$/;

/**
 * Milliseconds of a date-time in a query; in UTC where it names no zone. A plus sign that a client did not
 * escape arrives as a blank (HttpDateTimeParameterFilter). Undefined where it is none.
 */
export function restInstant(value: string): number | undefined {
  if (!precise.test(value)) return undefined;
  const [date = '', rest = ''] = value.replace(/[T ]/, 'T').split('T');
  const [, time = '', zone = ''] = /^([\d:.]*)(.*)$/.exec(rest.replace(' ', '+')) ?? [];
  const [hours = '00', minutes = '00', seconds = '00'] = time === '' ? [] : time.split(':');
  const [, sign, offsetHours = '00', offsetMinutes = '00'] = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = sign === undefined ? 'Z' : `${sign}${offsetHours}:${offsetMinutes}`;
  const [year = '', month = '01', day = '01'] = date.split('-');
  const instant = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}${offset}`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** Whether a value fits a comparison. */
export function fits(actual: number, operator: RestOperator, wanted: number): boolean {
  switch (operator) {
    case '=':
      return actual === wanted;
    case '<>':
      return actual !== wanted;
    case '<':
      return actual < wanted;
    case '<=':
      return actual <= wanted;
    case '>':
      return actual > wanted;
    case '>=':
      return actual >= wanted;
  }
}

/** `page` and `limit` of a list; what is no number counts as left out. */
export function restPage(parameters: ReadonlyMap<string, RestParameter>): { page: number; limit: number } {
  const number = (name: string, otherwise: number): number => {
    const value = parameters.get(name)?.value ?? '';
    return /^\d+$/.test(value) ? Number(value) : otherwise;
  };
  return { page: number('page', 1), limit: number('limit', 10) };
}
