import { rows, type Bench } from '../harness';

/** The id of a list of ada's. */
export async function listNamed(bench: Bench, name: string): Promise<string> {
  const { body } = await bench.send('GET', `${bench.ada}/todo/lists`);
  const id = rows(body).find(({ displayName }) => displayName === name)?.['id'];
  if (typeof id !== 'string') throw new Error(`There is no list ${name}.`);
  return id;
}

/** The path of the tasks of a list of ada's. */
export async function tasksOf(bench: Bench, name: string): Promise<string> {
  return `${bench.ada}/todo/lists/${await listNamed(bench, name)}/tasks`;
}
