import { SyncError } from '../errors';

/** A string property holds 64 KiB, that is 32,768 UTF-16 units; an entity 1 MiB in all. */
const chunkLength = 32_000;
const maxChunks = 15;

const chunkName = (index: number): string => `data${index}`;

/**
 * Rows hold their content as JSON, split over as many properties as it needs.
 * @throws SyncError `give-up` when it is more than a row can hold.
 */
export function writeData(data: unknown): Record<string, string> {
  const json = JSON.stringify(data);
  if (json.length > chunkLength * maxChunks) {
    throw new SyncError(`A row of ${json.length} characters is more than Table Storage holds.`, {
      kind: 'give-up',
      code: 'refused-value',
    });
  }
  const chunks: Record<string, string> = {};
  for (let index = 0; index === 0 || index * chunkLength < json.length; index += 1) {
    chunks[chunkName(index)] = json.slice(index * chunkLength, (index + 1) * chunkLength);
  }
  return chunks;
}

/**
 * @returns undefined when the row has no content (its keys are all it says).
 * @throws SyncError `operator` when it is no JSON: somebody else wrote it, or wrote part of it.
 */
export function readData(properties: Readonly<Record<string, unknown>>): unknown {
  let json = '';
  for (let index = 0; ; index += 1) {
    const chunk = properties[chunkName(index)];
    if (typeof chunk !== 'string') break;
    json += chunk;
  }
  if (json === '') return undefined;
  try {
    return JSON.parse(json);
  } catch (thrown) {
    throw new SyncError('A stored row is damaged.', {
      kind: 'operator',
      code: 'bad-answer',
      action: 'Resynchronise the mailbox, or restore the tables from a backup.',
      cause: thrown,
    });
  }
}
