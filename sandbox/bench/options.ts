import { z } from 'zod';
import type { BenchEntity, Subject } from './subjects/subject';

export interface Chosen {
  readonly subject: Subject;
  /** Records each way. */
  readonly size: number;
}

const count = z.coerce.number().int().positive();

/** The names of the numbers in the environment. */
const variables: Readonly<Record<BenchEntity, string>> = {
  contacts: 'BENCH_CONTACTS',
  tasks: 'BENCH_TASKS',
  calendarEvents: 'BENCH_EVENTS',
};

/**
 * What is measured: `BENCH_ENTITIES` names some of the entities, separated by commas. `BENCH_RECORDS` is the number of
 * records of each, `BENCH_CONTACTS`, `BENCH_TASKS` and `BENCH_EVENTS` those of one. @throws Error that names what is wrong
 */
export function readBenchOptions(environment: NodeJS.ProcessEnv, subjects: readonly Subject[]): Chosen[] {
  const wanted = environment['BENCH_ENTITIES'] ?? '';
  const names = wanted.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const known = subjects.map(({ entity }) => entity);
  const unknown = names.filter((name) => !known.some((entity) => entity === name));
  if (unknown.length > 0) {
    throw new Error(`BENCH_ENTITIES: ${unknown.join(', ')} is not known; there are ${known.join(', ')}.`);
  }
  const number = (name: string): number | undefined => {
    const text = environment[name] ?? '';
    if (text === '') return undefined;
    const parsed = count.safeParse(text);
    if (!parsed.success) throw new Error(`${name} has to be a whole number above 0, not ${text}.`);
    return parsed.data;
  };
  const all = number('BENCH_RECORDS');
  return subjects
    .filter(({ entity }) => names.length === 0 || names.includes(entity))
    .map((subject) => ({ subject, size: number(variables[subject.entity]) ?? all ?? subject.usual }));
}
