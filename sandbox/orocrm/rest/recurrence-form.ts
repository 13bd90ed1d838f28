import { isList, isObject, type Json, type JsonObject } from '../jsonapi/json';
import type { Recurrence } from '../calendar/event';
import {
  DAYS_OF_WEEK,
  RECURRENCE_TYPES,
  type DayOfWeek,
  type RecurrenceType,
} from '../calendar/recurrence/recurrence';
import { calculatedEndTime } from '../calendar/recurrence/recurrence-dates';
import { isoSeconds } from '../clock';
import { restDateTime } from './date-time';
import { words, type FormErrors } from './form-errors';
import { FormFields } from './form-fields';
import { isListedZone } from './time-zones';

export const recurrenceFields = [
  'recurrenceType',
  'interval',
  'instance',
  'dayOfWeek',
  'dayOfMonth',
  'monthOfYear',
  'startTime',
  'endTime',
  'occurrences',
  'timeZone',
] as const;

const required: Readonly<Record<RecurrenceType, readonly (typeof recurrenceFields)[number][]>> = {
  daily: [],
  weekly: ['dayOfWeek'],
  monthly: ['dayOfMonth'],
  monthnth: ['instance', 'dayOfWeek'],
  yearly: ['dayOfMonth', 'monthOfYear'],
  yearnth: ['instance', 'dayOfWeek', 'monthOfYear'],
};

const longest = (type: RecurrenceType): number => (type === 'daily' ? 99 : 999);

type Values = {
  readonly [Name in keyof Omit<Recurrence, 'id' | 'calculatedEndTime'>]: Recurrence[Name] | null;
};

function dayList(value: Json, errors: FormErrors): DayOfWeek[] {
  if (value === null || value === '') return [];
  const list = isList(value) ? value : isObject(value) ? Object.values(value) : undefined;
  const days = DAYS_OF_WEEK.filter((day) => list?.includes(day) === true);
  if (list === undefined || days.length !== new Set(list).size) errors.refuse('dayOfWeek', words.noChoice);
  return days;
}

function instanceOf(value: Json, errors: FormErrors): number | null {
  if (value === null || value === '') return null;
  const number = Number(value);
  if (typeof value !== 'object' && [1, 2, 3, 4, 5].includes(number)) return number;
  errors.refuse('instance', words.noChoice);
  return null;
}

function zoneOf(value: Json, errors: FormErrors): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'string' && isListedZone(value)) return value;
  errors.refuse('timeZone', words.noTimeZone);
  return null;
}

function readValues(body: JsonObject, errors: FormErrors): Values {
  const fields = new FormFields(errors);
  const of = (name: (typeof recurrenceFields)[number]): Json => body[name] ?? null;
  return {
    recurrenceType: fields.choice('recurrenceType', of('recurrenceType'), RECURRENCE_TYPES),
    interval: fields.integer('interval', of('interval')),
    instance: instanceOf(of('instance'), errors),
    dayOfWeek: dayList(of('dayOfWeek'), errors),
    dayOfMonth: fields.integer('dayOfMonth', of('dayOfMonth')),
    monthOfYear: fields.integer('monthOfYear', of('monthOfYear')),
    startTime: fields.instant('startTime', of('startTime')),
    endTime: fields.instant('endTime', of('endTime')),
    occurrences: fields.integer('occurrences', of('occurrences')),
    timeZone: zoneOf(of('timeZone'), errors),
  };
}

function between(name: string, value: number | null, max: number, errors: FormErrors): void {
  if (value !== null && (value < 1 || value > max)) {
    errors.add(name, `This value should be between 1 and ${max}.`);
  }
}

function checkInterval(type: RecurrenceType, interval: number | null, errors: FormErrors): void {
  if (interval === null) return;
  if (interval < 1) errors.add('interval', 'This value should be 1 or more.');
  if (interval > longest(type)) errors.add('interval', `This value should be ${longest(type)} or less.`);
  // Years are counted in months.
  if (type.startsWith('year') && interval % 12 !== 0) {
    errors.add('interval', 'This value should be a multiple of 12.');
  }
}

function check(values: Values, errors: FormErrors): void {
  between('dayOfMonth', values.dayOfMonth, 31, errors);
  between('monthOfYear', values.monthOfYear, 12, errors);
  between('occurrences', values.occurrences, 999, errors);
  const { recurrenceType: type, interval, startTime, endTime } = values;
  if (type === null) {
    errors.add('recurrenceType', words.notBlank);
    return;
  }
  for (const name of ['interval', 'startTime', 'timeZone', ...required[type]] as const) {
    const value = values[name];
    if (value === null || (isList(value) && value.length === 0)) errors.add(name, words.notBlank);
  }
  checkInterval(type, interval, errors);
  if (startTime !== null && endTime !== null && startTime > endTime) {
    errors.add('endTime', `This value should be ${restDateTime(startTime) ?? ''} or more.`);
  }
}

/**
 * A recurrence as sent, always as a whole: what is left out is none. Undefined with errors in `errors`; the id is
 * for the caller to give. `parent` takes what has no field of its own.
 */
export function readRecurrence(
  body: Json,
  errors: FormErrors,
  parent: FormErrors,
): Omit<Recurrence, 'id'> | undefined {
  if (!isObject(body)) {
    parent.own.push(words.notValid);
    return undefined;
  }
  const known: ReadonlySet<string> = new Set(recurrenceFields);
  if (Object.keys(body).some((name) => !known.has(name))) parent.own.push(words.extraFields);
  const values = readValues(body, errors);
  check(values, errors);
  const { recurrenceType, interval, startTime, timeZone, dayOfWeek, ...rest } = values;
  if (errors.any || recurrenceType === null || interval === null || startTime === null || timeZone === null) {
    return undefined;
  }
  const whole = { recurrenceType, interval, startTime, timeZone, dayOfWeek: dayOfWeek ?? [], ...rest };
  return { ...whole, calculatedEndTime: isoSeconds(calculatedEndTime(whole).getTime()) };
}

/** Whether a request takes the recurrence away: by an empty value, or a form with nothing in it. */
export function emptyRecurrence(value: Json): boolean {
  if (value === null || value === '' || value === false || value === 0 || value === '0') return true;
  if (isList(value)) return value.length === 0;
  if (!isObject(value)) return false;
  return Object.values(value).every(
    (each) => each === null || each === '' || (isList(each) && each.length === 0),
  );
}
