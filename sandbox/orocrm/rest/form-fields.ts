import { isoSeconds } from '../clock';
import { submittedText, unacceptable } from '../form/texts';
import type { Json } from '../jsonapi/json';
import { restInstant } from './date-time';
import { words, type FormErrors } from './form-errors';

/** Reads fields of one form; what cannot be read is an error of its field and counts as null. */
export class FormFields {
  readonly #errors: FormErrors;

  constructor(errors: FormErrors) {
    this.#errors = errors;
  }

  text(name: string, value: Json): string | null {
    const text = submittedText(value);
    if (text !== unacceptable) return text;
    this.#errors.refuse(name, words.notValid);
    return null;
  }

  integer(name: string, value: Json): number | null {
    if (value === null || value === '') return null;
    const number = typeof value === 'string' && /^[-+]?\d+$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    this.#errors.refuse(name, words.noInteger);
    return null;
  }

  /** An instant with an offset, as it is stored: whole seconds in UTC. */
  instant(name: string, value: Json): string | null {
    if (value === null || value === '') return null;
    const withZone = typeof value === 'string' && /T\d{2}:\d{2}.*(Z|[-+]\d{2}:?\d{2})$/.test(value);
    const instant = withZone ? restInstant(value) : undefined;
    if (instant !== undefined) return isoSeconds(instant);
    this.#errors.refuse(name, words.noDateTime);
    return null;
  }

  choice<Choice extends string>(name: string, value: Json, choices: readonly Choice[]): Choice | null {
    if (value === null || value === '') return null;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.#errors.refuse(name, words.noChoice);
    return found ?? null;
  }

  /** True, 1, "1", "true" whatever the case; of a list or an object, whether there is something in it. */
  flag(value: Json): boolean {
    if (typeof value === 'string') return ['1', 'true'].includes(value.toLowerCase());
    if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
    return Boolean(value);
  }
}
