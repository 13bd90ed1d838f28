import type { ApiError } from '../jsonapi/errors';
import { databaseError } from '../jsonapi/errors';
import { isList, isObject, type Json, type JsonObject } from '../jsonapi/json';
import type { AttributeDefinition } from '../jsonapi/resource';
import {
  extraFields,
  noDate,
  noDateTime,
  notAChoice,
  notBlank,
  notEmail,
  notValid,
  tooLong,
  futureBirthday,
} from './messages';
import { isEmail, lengthOf, submittedDate, submittedDateTime, submittedText, unacceptable } from './texts';

/** What a field makes of a submitted value, and what is wrong with it. */
export interface Submitted {
  readonly value: Json;
  readonly errors: readonly ApiError[];
}

const taken = (value: Json): Submitted => ({ value, errors: [] });
const refused = (...errors: ApiError[]): Submitted => ({ value: null, errors });

function textErrors(text: string, definition: AttributeDefinition, pointer: string): ApiError[] {
  const length = lengthOf(text);
  const { choices, max, email, column } = definition;
  return [
    ...(choices !== undefined && !choices.includes(text) ? [notAChoice(pointer)] : []),
    ...(email === true && !isEmail(text) ? [notEmail(pointer)] : []),
    ...(max !== undefined && length > max ? [tooLong(max, pointer)] : []),
    ...(choices === undefined && column !== undefined && length > column ? [databaseError()] : []),
  ];
}

function submitText(value: Json, definition: AttributeDefinition, pointer: string): Submitted {
  const text = submittedText(value);
  if (text === unacceptable) return refused(notValid(pointer));
  if (text === null) return definition.required === true ? refused(notBlank(pointer)) : taken(null);
  return { value: text, errors: textErrors(text, definition, pointer) };
}

function submitBoolean(value: Json, pointer: string): Submitted {
  if (value === null || value === '') return taken(null);
  if (typeof value === 'boolean') return taken(value);
  if (['true', 'True', 'yes', 'Yes', '1', 1].includes(value as string | number)) return taken(true);
  if (['false', 'False', 'no', 'No', '0', 0].includes(value as string | number)) return taken(false);
  return refused(notValid(pointer));
}

function submitDate(value: Json, pointer: string, today: string): Submitted {
  const text = submittedText(value);
  if (text === unacceptable) return refused(notValid(pointer));
  if (text === null) return taken(null);
  const date = submittedDate(text);
  if (date === undefined) return refused(noDate(text, pointer));
  return date > today ? refused(futureBirthday(pointer)) : taken(date);
}

function submitDateTime(value: Json, pointer: string): Submitted {
  const text = submittedText(value);
  if (text === unacceptable) return refused(notValid(pointer));
  if (text === null) return taken(null);
  const instant = submittedDateTime(text);
  return instant === undefined ? refused(noDateTime(text, pointer)) : taken(instant);
}

function submitItem(value: Json, item: string, pointer: string): Submitted {
  if (!isObject(value)) return refused(notValid(pointer));
  const extra = Object.keys(value).filter((name) => name !== item);
  const errors = extra.length > 0 ? [extraFields(extra, pointer)] : [];
  const text = submittedText(value[item] ?? null);
  const place = `${pointer}/${item}`;
  if (text === unacceptable) return refused(...errors, notValid(place));
  if (text === null) return { value: { [item]: null }, errors: [...errors, notBlank(place)] };
  const email = item === 'email' && !isEmail(text) ? [notEmail(place)] : [];
  const column = lengthOf(text) > 255 && email.length === 0 ? [databaseError()] : [];
  return { value: { [item]: text }, errors: [...errors, ...email, ...column] };
}

/** The items of a replacement list; anything that is no list counts as an empty one. */
function submitItems(value: Json, definition: AttributeDefinition, pointer: string): Submitted {
  const results = (isList(value) ? value : []).map((each, index) =>
    submitItem(each, definition.item ?? '', `${pointer}/${index}`),
  );
  return { value: results.map((result) => result.value), errors: results.flatMap(({ errors }) => errors) };
}

/** Reads one attribute of a request. `today` is the present UTC date, `YYYY-MM-DD`. */
export function submit(
  value: Json,
  definition: AttributeDefinition,
  pointer: string,
  today: string,
): Submitted {
  switch (definition.kind) {
    case 'string':
      return submitText(value, definition, pointer);
    case 'boolean':
      return submitBoolean(value, pointer);
    case 'date':
      return submitDate(value, pointer, today);
    case 'items':
      return submitItems(value, definition, pointer);
    case 'datetime':
      return submitDateTime(value, pointer);
    case 'integer':
    case 'object':
      // The server's own values: none of them is open to clients.
      return taken(null);
  }
}

/** The texts of a list of items. */
export function itemTexts(list: Json | undefined, item: string): string[] {
  if (!isList(list)) return [];
  return list.flatMap((each) => (isObject(each) && typeof each[item] === 'string' ? [each[item]] : []));
}

export function itemsOf(texts: readonly (string | null)[], item: string): JsonObject[] {
  return texts.map((text) => ({ [item]: text }));
}
