/**
 * NCrontab's fields (atifaziz/NCrontab), which the platform reads schedules with, rewritten as plain numbers.
 * Cron dialects differ just enough to be wrong in silence: croner takes `?`, `L`, `#` and weekday 7, which
 * the platform refuses, and refuses full names, which the platform takes (reference functions-and-bicep 2).
 */

interface Field {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** English names; any prefix of one stands for its number, in any case. */
  readonly names?: readonly string[];
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const fields: readonly Field[] = [
  { name: 'second', minimum: 0, maximum: 59 },
  { name: 'minute', minimum: 0, maximum: 59 },
  { name: 'hour', minimum: 0, maximum: 23 },
  { name: 'day of month', minimum: 1, maximum: 31 },
  { name: 'month', minimum: 1, maximum: 12, names: months },
  { name: 'day of week', minimum: 0, maximum: 6, names: weekdays },
];

/**
 * The schedule with six fields of digits, `*`, `-`, `,` and `/` only. Five fields mean second 0.
 * @throws Error saying which field is wrong and why.
 */
export function normaliseCron(schedule: string): string {
  const parts = schedule.trim().split(/\s+/);
  const six = parts.length === 5 ? ['0', ...parts] : parts;
  if (six.length !== fields.length) {
    throw new Error(
      /^(\d+\.)?\d{1,2}:\d{2}/.test(schedule)
        ? `"${schedule}" is a time span, which a Flex Consumption plan does not run; write six cron fields`
        : `"${schedule}" has ${parts.length} fields; write six (second minute hour day month weekday)`,
    );
  }
  return fields.map((field, index) => normaliseField(field, six[index] ?? '')).join(' ');
}

function normaliseField(field: Field, text: string): string {
  return text
    .split(',')
    .map((item) => normaliseItem(field, item))
    .join(',');
}

function normaliseItem(field: Field, item: string): string {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (range === '') {
    throw new Error(`"${item}" is no ${field.name}`);
  }
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.maximum)) {
    throw new Error(`step ${step} of ${field.name} "${item}" is out of range`);
  }
  const suffix = step === undefined ? '' : `/${step}`;
  if (range === '*') {
    return `*${suffix}`;
  }
  const [first = '', last, ...more] = range.split('-');
  if (more.length > 0) {
    throw new Error(`"${item}" is no ${field.name}`);
  }
  const from = value(field, first);
  if (last === undefined) {
    // `5/15` starts at 5 and goes on to the end of the field.
    return step === undefined ? String(from) : `${from}-${field.maximum}${suffix}`;
  }
  const to = value(field, last);
  if (from > to) {
    // NCrontab would swap the ends in silence, so that FRI-MON runs from Monday to Friday.
    throw new Error(`${field.name} "${item}" runs backwards`);
  }
  return `${from}-${to}${suffix}`;
}

function value(field: Field, text: string): number {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    if (number < field.minimum || number > field.maximum) {
      throw new Error(`${field.name} ${text} is not between ${field.minimum} and ${field.maximum}`);
    }
    return number;
  }
  const index =
    text === ''
      ? -1
      : (field.names ?? []).findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  if (index < 0) {
    throw new Error(`"${text}" is no ${field.name}`);
  }
  return index + field.minimum;
}
