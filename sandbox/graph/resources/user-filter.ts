import { GraphError } from '../errors';
import { parseFilter, type Filter, type Operand } from '../odata/filter';
import type { User } from '../state/directory';

const FILTERABLE = ['id', 'mail', 'userPrincipalName', 'displayName', 'accountEnabled'] as const;

function unsupported(property: string): GraphError {
  return new GraphError(
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${property}' of resource 'User'.`,
  );
}

function nameOf(operand: Operand): (typeof FILTERABLE)[number] {
  const name =
    operand.kind === 'path' ? FILTERABLE.find((candidate) => candidate === operand.path) : undefined;
  if (name === undefined) throw unsupported(operand.kind === 'path' ? operand.path : '');
  return name;
}

function compile(filter: Filter): (user: User) => boolean {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [left, right] = [compile(filter.left), compile(filter.right)];
      return filter.kind === 'and'
        ? (user) => left(user) && right(user)
        : (user) => left(user) || right(user);
    }
    case 'compare': {
      const name = nameOf(filter.left);
      if (filter.operator !== 'eq' || filter.right.kind !== 'literal') throw unsupported(name);
      const wanted = folded(filter.right.value);
      return (user) => folded(user[name]) === wanted;
    }
    case 'not':
    case 'test':
    case 'any':
      throw unsupported('');
  }
}

function folded(value: string | number | boolean | null): string | number | boolean | null {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/**
 * The users that a `$filter` keeps: equality of a few properties, with `and` and `or`.
 * @throws GraphError 400 Request_UnsupportedQuery
 */
export function userPredicate(text: string): (user: User) => boolean {
  return compile(parseFilter(text));
}
