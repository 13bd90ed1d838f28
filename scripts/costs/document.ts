import { tables } from './tables';

/** Where `npm run costs -- --write` puts its tables. */
export const documentPath = 'docs/costs.md';

const begin = '<!-- npm run costs -->';
const end = '<!-- end of npm run costs -->';

/** The document with the tables as they are now. @throws Error where the marks are missing. */
export function withTables(text: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${documentPath} has no ${begin} … ${end}.`);
  return `${text.slice(0, from)}${begin}\n\n${tables()}\n\n${text.slice(to)}`;
}
