import { isOperator, operatorOf, type Operator } from './operators';

/** One parameter of the query, as OroCRM's parser cuts it up: `filter[updatedAt][gte]=x`. */
export interface QueryParameter {
  /** As sent, for error messages. */
  readonly source: string;
  /** `filter[updatedAt]`, `include`, `page[size]`: without the operator. */
  readonly key: string;
  readonly group: string;
  /** `updatedAt`, or the key itself where there are no brackets; nested paths joined by dots. */
  readonly path: string;
  readonly operator: Operator;
  readonly value: string;
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
};

/** PHP's rawurlencode: like encodeURIComponent, but `!'()*` are escaped as well. */
const encode = (part: string): string =>
  encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const keyPattern = String.raw`(?<key>(?<group>[\w\-.]+)(?<path>(?:\[[\w\-.]*\]|%5B[\w\-.]*%5D)*))`;
const equalsOnly = new RegExp(`${keyPattern}(?<operator>=)(?<value>[^&]*)`, 'g');
/** Up to 6.0 the operator may be a symbol in the query itself, escaped or not. */
const symbols = [
  '<>',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '!\\*',
  '\\*',
  '!~',
  '~',
  '!\\^',
  '\\^',
  '!\\$',
  '\\$',
  '=',
];
const escapedSymbols = symbols.map((symbol) =>
  // In the normalised query `=` stands for itself between name and value, and everything else is escaped.
  encode(symbol.replaceAll('\\', '')).replaceAll('%3D', '(?:=|%3D)'),
);
const anySymbol = new RegExp(`${keyPattern}(?<operator>${escapedSymbols.join('|')})(?<value>[^&]*)`, 'g');

/**
 * Cuts up a query string exactly as OroCRM does (RequestQueryStringNormalizer, RestFilterValueAccessor): the
 * normalised string is searched with one expression, so what does not fit leaves odd remains. From 6.1 on
 * `filter[f]>=v` becomes a parameter named `3E`.
 */
export function parseQuery(query: string, symbolOperators: boolean): QueryParameter[] {
  const parts = query
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('='))
    .map((part) => {
      const mark = part.indexOf('=');
      const name = decode(mark < 0 ? part : part.slice(0, mark));
      return {
        name,
        text: mark < 0 ? encode(name) : `${encode(name)}=${encode(decode(part.slice(mark + 1)))}`,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const normalized = parts.map(({ text }) => text).join('&');
  return [...normalized.matchAll(symbolOperators ? anySymbol : equalsOnly)].map(({ groups }) => {
    const { key = '', group = '', path = '', operator = '=', value = '' } = groups ?? {};
    return parameter(
      decode(key),
      decode(group),
      decode(path),
      decode(operator),
      decode(value),
      symbolOperators,
    );
  });
}

function parameter(
  sent: string,
  group: string,
  brackets: string,
  symbol: string,
  value: string,
  symbolOperators: boolean,
): QueryParameter {
  let operator = operatorOf(symbol);
  let key = sent;
  let path = brackets;
  const last = /\[([^[\]]*)\]$/.exec(path);
  if (last?.[1] !== undefined && isOperator(last[1])) {
    operator = last[1];
    key = key.slice(0, key.length - last[0].length);
    path = path.slice(0, path.length - last[0].length);
  }
  // 6.1 and later name the parameter with its operator in errors, earlier releases without.
  const source = symbolOperators ? key : sent;
  if (path === '') return { source, key, group, path: key, operator, value };
  const dotted = path.slice(1, -1).replaceAll('][', '.');
  return { source, key: `${group}[${dotted}]`, group, path: dotted, operator, value };
}

/** Parameters by key; of several with the same key and operator the last one counts. */
export function groupParameters(parameters: readonly QueryParameter[]): Map<string, QueryParameter[]> {
  const groups = new Map<string, QueryParameter[]>();
  for (const each of parameters) {
    const others = (groups.get(each.key) ?? []).filter(({ operator }) => operator !== each.operator);
    groups.set(each.key, [...others, each]);
  }
  return groups;
}
