import { readDate, readZone } from '../date-time/read-date-time';
import { badValue } from '../errors';
import { members, readEnum, readText, wrongType } from '../odata/read-value';
import {
  DAYS,
  INDEXES,
  NO_DATE,
  PATTERN_TYPES,
  RANGE_TYPES,
  type Day,
  type Pattern,
  type Range,
  type Recurrence,
} from './recurrence';

const PATTERN_PARTS = ['type', 'interval', 'month', 'dayOfMonth', 'daysOfWeek', 'firstDayOfWeek', 'index'];
const RANGE_PARTS = ['type', 'startDate', 'endDate', 'recurrenceTimeZone', 'numberOfOccurrences'];
const DAY = { name: 'dayOfWeek', values: DAYS };

/** A whole number within its range; left out or null where the type does not need it: 0. */
function whole(name: string, value: unknown, range: { min: number; max: number }, needed: boolean): number {
  const number = value ?? 0;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType(name, 'Edm.Int32');
  if (!needed) return 0;
  if (number < range.min || number > range.max) {
    throw badValue(`The value of '${name}' has to be ${range.min} to ${range.max}.`);
  }
  return number;
}

function readDays(value: unknown, needed: boolean): Day[] {
  const days = value ?? [];
  if (!Array.isArray(days)) throw wrongType('daysOfWeek', 'Collection(microsoft.graph.dayOfWeek)');
  const found = new Set((days as readonly unknown[]).map((day) => readEnum('daysOfWeek', day, DAY)));
  if (!needed) return [];
  if (found.size === 0) throw badValue('The recurrence pattern needs daysOfWeek.');
  return DAYS.filter((day) => found.has(day));
}

function readPattern(value: unknown): Pattern {
  const parts = members('recurrence/pattern', value, PATTERN_PARTS);
  const type = readEnum('type', parts['type'], { name: 'recurrencePatternType', values: PATTERN_TYPES });
  const yearly = type === 'absoluteYearly' || type === 'relativeYearly';
  const absolute = type === 'absoluteMonthly' || type === 'absoluteYearly';
  const byDay = type === 'weekly' || type === 'relativeMonthly' || type === 'relativeYearly';
  return {
    type,
    interval: whole('interval', parts['interval'], { min: 1, max: 999 }, true),
    month: whole('month', parts['month'], { min: 1, max: 12 }, yearly),
    dayOfMonth: whole('dayOfMonth', parts['dayOfMonth'], { min: 1, max: 31 }, absolute),
    daysOfWeek: readDays(parts['daysOfWeek'], byDay),
    firstDayOfWeek: readEnum('firstDayOfWeek', parts['firstDayOfWeek'] ?? 'sunday', DAY),
    index: readEnum('index', parts['index'] ?? 'first', { name: 'weekIndex', values: INDEXES }),
  };
}

function readRange(value: unknown, zone: string): Range {
  const parts = members('recurrence/range', value, RANGE_PARTS);
  const type = readEnum('type', parts['type'], { name: 'recurrenceRangeType', values: RANGE_TYPES });
  const startDate = readDate('startDate', parts['startDate']);
  const endDate = type === 'endDate' ? readDate('endDate', parts['endDate']) : NO_DATE;
  if (type === 'endDate' && endDate < startDate) throw badValue('The recurrence ends before it starts.');
  const named = readText('recurrenceTimeZone', parts['recurrenceTimeZone'] ?? null);
  if (named !== null) readZone('recurrenceTimeZone', named);
  return {
    type,
    startDate,
    endDate,
    recurrenceTimeZone: named === null || named === '' ? zone : named,
    numberOfOccurrences: whole(
      'numberOfOccurrences',
      parts['numberOfOccurrences'],
      { min: 1, max: 999 },
      type === 'numbered',
    ),
  };
}

/**
 * Reads a `patternedRecurrence` (reference: Graph 2.6). Members that its type does not use are dropped; `zone`
 * stands in for a zone that is left out.
 * @throws GraphError 400
 */
export function readRecurrence(value: unknown, zone: string): Recurrence {
  const parts = members('recurrence', value, ['pattern', 'range']);
  return { pattern: readPattern(parts['pattern']), range: readRange(parts['range'], zone) };
}
