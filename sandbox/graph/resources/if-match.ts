import { GraphError } from '../errors';
import type { GraphRequest } from '../http/route';
import type { Settings } from '../settings';
import { etagOf } from '../state/identity';
import type { Item } from '../state/items';

/**
 * Obeys `If-Match`, as far as the switch says (reference: Graph 1.4).
 * @throws GraphError 412 ErrorIrresolvableConflict
 */
export function checkIfMatch(settings: Settings, item: Item<unknown>, request: GraphRequest): void {
  const expected = request.headers['if-match'];
  if (expected === undefined || expected === '*' || !settings.ifMatchHonoured) return;
  if (expected === etagOf(item)) return;
  throw new GraphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
