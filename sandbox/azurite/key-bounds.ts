import parseQuery, { type QueryNode } from 'azurite/dist/src/table/persistence/QueryInterpreter/QueryParser';
import { validateQueryTree } from 'azurite/dist/src/table/persistence/QueryInterpreter/QueryValidator';

/** What a filter says about the keys: enough to read only those rows, which the filter is then applied to. */
export interface KeyBounds {
  readonly partition: string | undefined;
  readonly rowFrom: string | undefined;
  readonly rowTo: string | undefined;
}

export interface EntityFilter {
  readonly bounds: KeyBounds;
  matches(entity: unknown): boolean;
}

const everything: EntityFilter = {
  bounds: { partition: undefined, rowFrom: undefined, rowTo: undefined },
  matches: () => true,
};

/** @throws Error for what is no filter. */
export function parseFilter(filter: string | undefined): EntityFilter {
  if (filter === undefined || filter === '' || filter === 'true') return everything;
  if (filter === 'false') return { ...everything, matches: () => false };
  const tree = parseQuery(filter);
  validateQueryTree(tree);
  const conditions = conjuncts(tree);
  const bound = (key: string, operators: readonly string[]): string | undefined =>
    conditions.find((each) => each.key === key && operators.includes(each.operator))?.value;
  return {
    bounds: {
      partition: bound('PartitionKey', ['eq']),
      rowFrom: bound('RowKey', ['ge', 'gt', 'eq']),
      rowTo: bound('RowKey', ['lt', 'le', 'eq']),
    },
    matches: (entity) => Boolean(tree.evaluate(entity)),
  };
}

interface Condition {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
}

/** Conditions that every match fulfils: those joined by `and` at the top. Others are left to the filter itself. */
function conjuncts(node: QueryNode): Condition[] {
  const { left, right } = node;
  if (left === undefined || right === undefined) return [];
  if (node.name === 'and') return [...conjuncts(left), ...conjuncts(right)];
  return left.identifier !== undefined && typeof right.value === 'string'
    ? [{ key: left.identifier, operator: node.name, value: right.value }]
    : [];
}
