/**
 * The tables of the system, declared once: the code reads and writes these, creates a missing one at first use,
 * and the infrastructure templates are compared with the list by a test.
 */
export const tables = {
  /** What is known of each record, one partition per mailbox and entity. */
  records: 'records',
  progress: 'progress',
  sharing: 'sharing',
  runs: 'runs',
  history: 'history',
  failed: 'failed',
  alerts: 'alerts',
  held: 'held',
  schedule: 'schedule',
  settings: 'settings',
  mailboxes: 'mailboxes',
  /** Used only where there is no key vault. */
  secrets: 'secrets',
} as const;

export type TableName = (typeof tables)[keyof typeof tables];
