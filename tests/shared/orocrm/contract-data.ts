import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.cwd(), '../shared/fixtures/oro');

/** The body of a recorded document of OroCRM's own tests, `contacts/response-get_contact`. */
export function contractBody(name: string): unknown {
  const { body } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as { body: unknown };
  return body;
}

/** Runs tests over contract data; where it is absent says so in one line, except in CI, where they must run. */
export function describeContract(name: string, tests: () => void): void {
  if (existsSync(folder) || process.env['CI'] === 'true') {
    describe(name, tests);
    return;
  }
  it(`${name}: skipped, the contract data is not here`, () => {
    process.stdout.write(`${name}: skipped, the contract data is not at ../shared\n`);
  });
}
