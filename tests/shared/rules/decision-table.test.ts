import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import {
  decideFirstSync,
  decideLinked,
  decideOrocrmRecord,
  decideOutlookRecord,
  firstSyncTable,
  linkedTable,
  orocrmRecordTable,
  outlookRecordTable,
  type FirstSyncFinding,
} from '../../../shared/rules/decision-table';

const direction = z.enum(['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional']);
const state = z.enum(['same', 'changed', 'gone']);
const rowSchema = z.union([
  z.strictObject({
    linked: z.literal(true),
    orocrm: state,
    outlook: state,
    direction,
    conflictResolution: z.enum(['orocrm-wins', 'outlook-wins']).optional(),
    action: z.string(),
  }),
  z.strictObject({
    linked: z.literal(false),
    seen: z.enum(['orocrm-record', 'outlook-record']),
    case: z.string(),
    direction,
    action: z.string(),
  }),
  z.strictObject({
    firstSync: z.enum(['rebuild', 'relink']),
    step: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    case: z.string(),
    direction,
    action: z.string(),
  }),
]);
const document = z.object({ rows: z.array(rowSchema) });
type Row = z.infer<typeof rowSchema>;

const file = path.resolve(process.cwd(), '../shared/spec/decision-table.json');
const present = existsSync(file);
if (!present && process.env['CI'] !== 'true')
  console.log(`Skipped: the rows of ${path.basename(file)}, which is absent.`);
const rules = present || process.env['CI'] === 'true' ? describe : describe.skip;
const load = (): readonly Row[] => document.parse(JSON.parse(readFileSync(file, 'utf8'))).rows;

/** A name for the question that a row answers, without its answer. */
function question(row: Row): string {
  const asked = Object.keys(row).filter((name) => name !== 'action');
  return JSON.stringify(row, asked.sort());
}

const isIn = <T extends object>(table: T, name: string): name is string & keyof T =>
  Object.hasOwn(table, name);

function answer(row: Row): string {
  if ('firstSync' in row) {
    const finding = { mode: row.firstSync, step: row.step, case: row.case } as FirstSyncFinding;
    if (!isIn(firstSyncTable[row.firstSync][row.step], row.case))
      throw new Error(`No such case: ${row.case}`);
    return decideFirstSync({ ...finding, direction: row.direction });
  }
  if (row.linked) {
    const { conflictResolution, orocrm, outlook } = row;
    // A row without a conflict resolution holds for both.
    const answers = (
      conflictResolution === undefined ? (['orocrm-wins', 'outlook-wins'] as const) : [conflictResolution]
    ).map((resolution) =>
      decideLinked({ orocrm, outlook, direction: row.direction, conflictResolution: resolution }),
    );
    return [...new Set(answers)].join(' or ');
  }
  if (row.seen === 'orocrm-record') {
    if (!isIn(orocrmRecordTable, row.case)) throw new Error(`No such case: ${row.case}`);
    return decideOrocrmRecord({ case: row.case, direction: row.direction });
  }
  if (!isIn(outlookRecordTable, row.case)) throw new Error(`No such case: ${row.case}`);
  return decideOutlookRecord({ case: row.case, direction: row.direction });
}

/** Every question that our tables answer. */
function ours(): readonly string[] {
  const rows: Row[] = [];
  for (const orocrm of state.options) {
    for (const outlook of state.options) {
      for (const [way, action] of Object.entries(linkedTable[orocrm][outlook])) {
        const row = { linked: true as const, orocrm, outlook, direction: direction.parse(way), action: '' };
        if (typeof action === 'string') rows.push(row);
        else
          rows.push(
            { ...row, conflictResolution: 'orocrm-wins' },
            { ...row, conflictResolution: 'outlook-wins' },
          );
      }
    }
  }
  for (const way of direction.options) {
    const common = { linked: false as const, direction: way, action: '' };
    rows.push(
      ...Object.keys(orocrmRecordTable).map((found) => ({
        ...common,
        seen: 'orocrm-record' as const,
        case: found,
      })),
    );
    rows.push(
      ...Object.keys(outlookRecordTable).map((found) => ({
        ...common,
        seen: 'outlook-record' as const,
        case: found,
      })),
    );
    for (const mode of ['rebuild', 'relink'] as const) {
      for (const step of [1, 2, 3] as const) {
        for (const found of Object.keys(firstSyncTable[mode][step])) {
          rows.push({ firstSync: mode, step, case: found, direction: way, action: '' });
        }
      }
    }
  }
  return rows.map(question);
}

rules('the decision table of the rules', () => {
  test('has no row twice', () => {
    const questions = load().map(question);
    expect(questions.length).toBeGreaterThan(80);
    expect(new Set(questions).size).toBe(questions.length);
  });

  test('is answered row by row', () => {
    expect(load().map((row) => [question(row), answer(row)])).toEqual(
      load().map((row) => [question(row), row.action]),
    );
  });

  test('has every row that ours has', () => {
    expect(ours().toSorted()).toEqual(load().map(question).toSorted());
  });
});

describe('the table by itself', () => {
  test('a conflict is decided by the setting, and only in both directions', () => {
    const both = { orocrm: 'changed', outlook: 'changed' } as const;
    expect(decideLinked({ ...both, direction: 'bidirectional', conflictResolution: 'outlook-wins' })).toBe(
      'update-orocrm',
    );
    expect(
      decideLinked({ ...both, direction: 'orocrm-to-outlook', conflictResolution: 'outlook-wins' }),
    ).toBe('update-outlook');
  });

  test('nothing is ever written to a side that the direction leaves alone', () => {
    for (const conflictResolution of ['orocrm-wins', 'outlook-wins'] as const) {
      for (const orocrm of state.options) {
        for (const outlook of state.options) {
          const toOutlook = decideLinked({
            orocrm,
            outlook,
            direction: 'orocrm-to-outlook',
            conflictResolution,
          });
          const toOrocrm = decideLinked({
            orocrm,
            outlook,
            direction: 'outlook-to-orocrm',
            conflictResolution,
          });
          expect(toOutlook).not.toMatch(/orocrm$/);
          expect(toOrocrm).not.toMatch(/(update|create)-outlook/);
        }
      }
    }
  });
});
