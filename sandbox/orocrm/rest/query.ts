import { restInstant } from './date-time';
import { RestRefused } from './route';

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

/** Whether a value fits a comparison; texts are compared as such. */
export function compares<Value extends number | string>(
  actual: Value,
  operator: RestOperator,
  wanted: Value,
): boolean {
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

/** A comparison with a stored instant. @throws RestRefused 500 for what is no date-time: PHP's DateTime throws, and nothing catches it */
export function instantTest({ operator, value }: RestParameter): (stamp: string | null) => boolean {
  const wanted = restInstant(value);
  if (wanted === undefined) throw new RestRefused(500, 'Internal Server Error');
  return (stamp) => compares(Date.parse(stamp ?? ''), operator, wanted);
}

/** `page` and `limit` of a list; what is no number counts as left out. */
export function restPage(parameters: ReadonlyMap<string, RestParameter>): { page: number; limit: number } {
  const number = (name: string, otherwise: number): number => {
    const value = parameters.get(name)?.value ?? '';
    return /^\d+$/.test(value) ? Number(value) : otherwise;
  };
  return { page: number('page', 1), limit: number('limit', 10) };
}
