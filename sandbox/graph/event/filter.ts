import { compared, extendedPredicate, isPath, textOf, undocumentedFilter } from '../extended/extended-filter';
import { parseFilter, type Filter, type Operand } from '../odata/filter';
import type { Instance } from './instances';
import { isOrganised } from './meetings';
import { shownTime } from './times';

type Predicate = (instance: Instance) => boolean;

/** Times are compared as the text of a clock in UTC, dates of all-day events as they are. */
const TIMES: Readonly<Partial<Record<string, (instance: Instance) => string>>> = {
  'start/dateTime': ({ content }) => shownTime(content.start, content.isAllDay, undefined).dateTime,
  'end/dateTime': ({ content }) => shownTime(content.end, content.isAllDay, undefined).dateTime,
};
const STAMPS: Readonly<Partial<Record<string, (instance: Instance) => string>>> = {
  createdDateTime: ({ item }) => item.createdAt,
  lastModifiedDateTime: ({ item }) => item.modifiedAt,
};
const TEXTS: Readonly<Partial<Record<string, (instance: Instance) => string>>> = {
  subject: ({ content }) => content.subject,
  iCalUId: ({ item }) => item.values.uid,
  type: ({ type }) => type,
};
const FLAGS: Readonly<Partial<Record<string, (instance: Instance) => boolean>>> = {
  isAllDay: ({ content }) => content.isAllDay,
  isCancelled: ({ content }) => content.isCancelled,
  isOrganizer: ({ item }) => isOrganised(item.values),
};

/** A clock in UTC with the seven digits that events have, from any of its spellings. */
function clockText(text: string): string {
  const clock = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2})?(?:\.(\d{1,7}))?Z?)?$/.exec(text);
  if (clock === null) throw undocumentedFilter();
  const [, date = '', minutes = '00:00', seconds = ':00', fraction = ''] = clock;
  return `${date}T${minutes}${seconds}.${fraction.padEnd(7, '0')}`;
}

/** A stamp is compared without quotes, as the type that it is. */
function stampOf(operand: Operand): string {
  const text = operand.kind === 'path' ? operand.path : textOf(operand);
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw undocumentedFilter();
  return instant.toISOString();
}

function comparison(filter: Extract<Filter, { kind: 'compare' }>): Predicate {
  const { left, right, operator } = filter;
  if (left.kind !== 'path') throw undocumentedFilter();
  const { path } = left;
  const [time, stamp, text, flag] = [TIMES[path], STAMPS[path], TEXTS[path], FLAGS[path]];
  const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  if (time !== undefined) {
    const wanted = clockText(textOf(right));
    return (instance) => compared(operator, order(time(instance), wanted));
  }
  if (stamp !== undefined) {
    const wanted = stampOf(right);
    return (instance) => compared(operator, order(new Date(stamp(instance)).toISOString(), wanted));
  }
  if (operator !== 'eq' && operator !== 'ne') throw undocumentedFilter();
  if (text !== undefined) {
    const wanted = textOf(right).toLowerCase();
    return (instance) => (text(instance).toLowerCase() === wanted) === (operator === 'eq');
  }
  if (flag === undefined || right.kind !== 'literal' || typeof right.value !== 'boolean') {
    throw undocumentedFilter();
  }
  const wanted = right.value;
  return (instance) => (flag(instance) === wanted) === (operator === 'eq');
}

function subjectTest({ name, args }: Extract<Filter, { kind: 'test' }>): Predicate {
  const [subject, literal, ...more] = args;
  if (!isPath(subject, 'subject') || more.length > 0) throw undocumentedFilter();
  const wanted = textOf(literal).toLowerCase();
  if (name === 'contains') return ({ content }) => content.subject.toLowerCase().includes(wanted);
  if (name === 'startswith') return ({ content }) => content.subject.toLowerCase().startsWith(wanted);
  throw undocumentedFilter();
}

function predicateOf(filter: Filter): Predicate {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [left, right] = [predicateOf(filter.left), predicateOf(filter.right)];
      return filter.kind === 'and'
        ? (instance) => left(instance) && right(instance)
        : (instance) => left(instance) || right(instance);
    }
    case 'not': {
      const operand = predicateOf(filter.operand);
      return (instance) => !operand(instance);
    }
    case 'any': {
      if (filter.collection !== 'singleValueExtendedProperties') throw undocumentedFilter();
      const holds = extendedPredicate(filter.condition, filter.variable);
      return ({ extended }) => holds(extended);
    }
    case 'compare':
      return comparison(filter);
    case 'test':
      return subjectTest(filter);
  }
}

/**
 * The events that a `$filter` keeps: by extended property, start, end, subject and a few more (reference: Graph 1.2).
 * @throws GraphError 400 ErrorInvalidUrlQueryFilter, or ErrorInvalidExtendedProperty for a bad property id
 */
export function eventPredicate(text: string): Predicate {
  return predicateOf(parseFilter(text));
}
