import { z } from 'zod';

const problemSchema = z.object({
  title: z.string().default(''),
  detail: z.string().default(''),
  source: z.object({ pointer: z.string().optional(), parameter: z.string().optional() }).optional(),
});

const problemsSchema = z.object({ errors: z.array(problemSchema).min(1) });

/** One error of a JSON:API answer, without any value of the request (reference 1.7). */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  /** `/data/attributes/emails`; '' when not told. */
  readonly pointer: string;
  /** `filter[updatedAt]`; '' when not told. */
  readonly parameter: string;
}

/** A long text (notes) is searched for as a whole only: its words are anybody's. */
const longText = 100;

/** Every text that was sent and every word of the shorter ones: an error may repeat them, and they are personal. */
function textsOf(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    const words = value.length > longText ? [] : value.split(/\s+/).filter((word) => word.length > 3);
    for (const part of [value.trim(), ...words]) if (part.length > 1) found.add(part);
  } else if (Array.isArray(value)) {
    for (const item of value) textsOf(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) textsOf(item, found);
  }
  return found;
}

/** Keys and types of our own documents are no values of a user. */
function valuesOf(document: unknown): readonly string[] {
  if (typeof document !== 'object' || document === null) return [];
  const { data, included } = document as { readonly data?: unknown; readonly included?: unknown };
  const resources = [data, included].flat();
  const attributes = resources.map((resource) =>
    typeof resource === 'object' && resource !== null && 'attributes' in resource ? resource.attributes : [],
  );
  return [...textsOf(attributes)].sort((a, b) => b.length - a.length);
}

/** A detail that names the words of an address rather than what was sent (its country as OroCRM calls it). */
const tellingTitles = new Set(['valid region constraint']);

function withoutValues(detail: string, values: readonly string[]): string {
  let clean = detail.replace(/"[^"]*"|“[^”]*”|\S*@\S*/g, '…');
  for (const value of values) if (clean.includes(value)) clean = clean.replaceAll(value, '…');
  return clean.slice(0, 200);
}

/** The errors of an answer; undefined when it is no JSON:API error document. */
export function readProblems(body: unknown, sent: unknown): readonly Problem[] | undefined {
  const parsed = problemsSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const values = valuesOf(sent);
  return parsed.data.errors.map((problem) => ({
    title: problem.title.slice(0, 100),
    detail: tellingTitles.has(problem.title) ? '' : withoutValues(problem.detail, values),
    pointer: problem.source?.pointer ?? '',
    parameter: problem.source?.parameter ?? '',
  }));
}

/** One line for people: `primary item constraint: Unknown primary email address. (/data/attributes/primaryEmail)`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems
    .slice(0, 3)
    .map(({ title, detail, pointer, parameter }) => {
      const where = pointer || parameter;
      return [title, detail].filter((part) => part !== '').join(': ') + (where === '' ? '' : ` (${where})`);
    })
    .join('; ');
}
