/** Filter operators with their symbols (ApiBundle, `filter_operators`). */
export const operatorSymbols = {
  eq: '=',
  neq: '!=',
  gt: '>',
  lt: '<',
  gte: '>=',
  lte: '<=',
  exists: '*',
  neq_or_null: '!*',
  contains: '~',
  not_contains: '!~',
  starts_with: '^',
  not_starts_with: '!^',
  ends_with: '$',
  not_ends_with: '!$',
  empty: '',
} as const;

export type Operator = keyof typeof operatorSymbols;

export function isOperator(name: string): name is Operator {
  return Object.hasOwn(operatorSymbols, name);
}

/** The operator of a symbol such as `>=`; `<>` is another way to write `!=`. */
export function operatorOf(symbol: string): Operator {
  const wanted = symbol === '<>' ? '!=' : symbol;
  const found = Object.entries(operatorSymbols).find(([, candidate]) => candidate === wanted);
  return found !== undefined && isOperator(found[0]) ? found[0] : 'eq';
}
