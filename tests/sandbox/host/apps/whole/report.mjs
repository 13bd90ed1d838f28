import { appendFileSync } from 'node:fs';

/** What the functions saw, one JSON line each, in the file that the test names. */
export function report(entry) {
  if (process.env.REPORT_FILE) {
    appendFileSync(process.env.REPORT_FILE, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
  }
}
