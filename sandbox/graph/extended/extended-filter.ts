import { badFilter } from '../errors';
import { parseFilter, partsOf, type Comparison, type Filter, type Operand } from '../odata/filter';
import type { ExtendedProperty } from '../state/items';
import { readExtendedId, type ExtendedId } from './extended-id';
import { NUMERIC } from './extended-value';

type ValueTest = (value: string) => boolean;

/** 400 for a filter that parses but is not among the documented ones. */
export const undocumentedFilter = (): Error =>
  badFilter('Invalid filter clause: it is not among those that are documented for this resource.');

/** Whether an order, as a comparison function gives it, fits an operator. */
export function compared(operator: Comparison, order: number): boolean {
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}

/** Whether an operand is that property. */
export const isPath = (operand: Operand | undefined, path: string): boolean =>
  operand?.kind === 'path' && operand.path === path;

/** The text that an operand is. @throws GraphError 400 */
export function textOf(operand: Operand | undefined): string {
  if (operand?.kind !== 'literal' || typeof operand.value !== 'string') throw undocumentedFilter();
  return operand.value;
}

/** `ep/value eq 'x'`, `contains(ep/value, 'x')`, `cast(ep/value, Edm.Int32) ge 5`, `ep/value ne null`. */
function valueTest(filter: Filter, path: string, id: ExtendedId): ValueTest {
  if (filter.kind === 'test') {
    const [subject, literal, ...more] = filter.args;
    if (!isPath(subject, path) || more.length > 0) throw undocumentedFilter();
    const wanted = textOf(literal).toLowerCase();
    if (filter.name === 'contains') return (value) => value.toLowerCase().includes(wanted);
    if (filter.name === 'startswith') return (value) => value.toLowerCase().startsWith(wanted);
    throw undocumentedFilter();
  }
  if (filter.kind !== 'compare') throw undocumentedFilter();
  const { left, right, operator } = filter;
  if (left.kind === 'call') {
    const [subject, type, ...more] = left.args;
    const cast = left.name === 'cast' && type?.kind === 'path' && type.path.startsWith('Edm.');
    if (!cast || !isPath(subject, path) || more.length > 0) throw undocumentedFilter();
    if (right.kind !== 'literal' || typeof right.value !== 'number') throw undocumentedFilter();
    const wanted = right.value;
    return (value) => compared(operator, Math.sign(Number(value) - wanted));
  }
  if (!isPath(left, path) || (operator !== 'eq' && operator !== 'ne')) throw undocumentedFilter();
  if (right.kind === 'literal' && right.value === null) return () => operator === 'ne';
  // Numbers are compared by way of cast only (reference: Graph 1.2, operators).
  if (NUMERIC.includes(id.type)) throw undocumentedFilter();
  const wanted = textOf(right).toLowerCase();
  return (value) => (value.toLowerCase() === wanted) === (operator === 'eq');
}

/**
 * The condition inside `singleValueExtendedProperties/Any(ep: …)` (reference: Graph 1.2, filter and operators).
 * @throws GraphError 400 ErrorInvalidUrlQueryFilter, or ErrorInvalidExtendedProperty for a bad property id
 */
export function extendedPredicate(
  condition: Filter,
  variable: string,
): (properties: readonly ExtendedProperty[]) => boolean {
  const parts = partsOf(condition, 'and');
  const isId = (part: Filter): boolean => part.kind === 'compare' && isPath(part.left, `${variable}/id`);
  const [idPart, ...otherIds] = parts.filter(isId);
  const [valuePart, ...otherValues] = parts.filter((part) => !isId(part));
  if (idPart?.kind !== 'compare' || idPart.operator !== 'eq' || otherIds.length > 0)
    throw undocumentedFilter();
  if (valuePart === undefined || otherValues.length > 0) throw undocumentedFilter();
  const id = readExtendedId(textOf(idPart.right));
  const test = valueTest(valuePart, `${variable}/value`, id);
  return (properties) =>
    !id.unreachable && properties.some(({ key, value }) => key === id.key && test(value));
}

/**
 * The ids in `$filter=id eq 'A' or id eq 'B'` of an expansion of the extended properties.
 * @throws GraphError 400
 */
export function expandedIds(text: string): ExtendedId[] {
  return partsOf(parseFilter(text), 'or').map((part) => {
    if (part.kind !== 'compare' || part.operator !== 'eq' || !isPath(part.left, 'id'))
      throw undocumentedFilter();
    return readExtendedId(textOf(part.right));
  });
}
