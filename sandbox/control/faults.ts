import { z } from 'zod';

const pattern = z.string().refine((source) => {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}, 'is no regular expression');

/** What a fault does to the request it catches. */
export const faultEffectSchema = z.strictObject({
  status: z.int().min(100).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  contentType: z.string().optional(),
  dropBefore: z.boolean().optional(),
  dropAfter: z.boolean().optional(),
  truncate: z.boolean().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
});

/** Which requests a fault catches, how many of them, and what happens to them. */
export const faultSchema = z.strictObject({
  match: z
    .strictObject({
      method: z.string().optional(),
      path: pattern.optional(),
      subject: z.string().optional(),
    })
    .default({}),
  times: z.int().min(0).default(1),
  skip: z.int().min(0).default(0),
  effect: faultEffectSchema,
});

export type FaultEffect = z.infer<typeof faultEffectSchema>;
export type FaultInput = z.input<typeof faultSchema>;

/** A fault in force, as `GET /_control/faults` lists it. */
export interface Fault {
  readonly id: string;
  readonly match: z.infer<typeof faultSchema>['match'];
  /** How often it may still strike; undefined = until removed. */
  readonly left: number | undefined;
  readonly skip: number;
  readonly struck: number;
  readonly effect: FaultEffect;
}

/** What a request looks like to the matcher. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly subject?: string | undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function matches(fault: Fault, target: FaultTarget): boolean {
  const { method, path, subject } = fault.match;
  if (method !== undefined && method.toUpperCase() !== target.method.toUpperCase()) return false;
  if (subject !== undefined && subject.toLowerCase() !== target.subject?.toLowerCase()) return false;
  if (path === undefined) return true;
  const whole = target.query === '' ? target.path : `${target.path}?${target.query}`;
  const expression = new RegExp(path);
  // Clients differ in what they encode; a test should not have to know.
  return expression.test(whole) || expression.test(decoded(whole));
}

/** The faults that are waiting for requests. The first that matches strikes. */
export class FaultTable {
  #faults: Fault[] = [];
  #count = 0;

  /** Adds a fault and returns its id. Throws a ZodError on a malformed one. */
  add(input: FaultInput): string {
    const { match, times, skip, effect } = faultSchema.parse(input);
    this.#count += 1;
    const id = `fault-${this.#count}`;
    this.#faults.push({ id, match, skip, effect, struck: 0, left: times === 0 ? undefined : times });
    return id;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that strikes this request, counted as used; undefined when none does. */
  claim(target: FaultTarget): Fault | undefined {
    for (const [index, fault] of this.#faults.entries()) {
      if (!matches(fault, target)) continue;
      if (fault.skip > 0) {
        this.#faults[index] = { ...fault, skip: fault.skip - 1 };
        continue;
      }
      const left = fault.left === undefined ? undefined : fault.left - 1;
      if (left === 0) this.#faults.splice(index, 1);
      else this.#faults[index] = { ...fault, left, struck: fault.struck + 1 };
      return fault;
    }
    return undefined;
  }
}
