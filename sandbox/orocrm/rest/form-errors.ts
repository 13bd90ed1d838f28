import { isObject, type Json } from '../jsonapi/json';
import { RestRefused } from './route';

/** Symfony's words (reference section 3; the bundle's own tests of what is refused). */
export const words = {
  notBlank: 'This value should not be blank.',
  notValid: 'This value is not valid.',
  noChoice: 'The selected choice is invalid.',
  noInteger: 'Please enter an integer.',
  noDateTime: 'Please enter a valid date and time.',
  noTimeZone: 'Please select a valid timezone.',
  noEmail: 'This value is not a valid email address.',
  notAChoice: 'The value you selected is not a valid choice.',
  unchangeable: 'This field cannot be changed once set.',
  extraFields: 'This form should not contain extra fields.',
} as const;

export const tooLong = (limit: number): string =>
  `This value is too long. It should have ${limit} characters or less.`;

/** Errors of a form of the older REST: its own, and those of its fields, which may be forms again. */
export class FormErrors {
  readonly own: string[] = [];
  readonly #children = new Map<string, FormErrors>();

  constructor(fields: readonly string[] = []) {
    for (const name of fields) this.#children.set(name, new FormErrors());
  }

  get any(): boolean {
    return this.own.length > 0 || [...this.#children.values()].some((child) => child.any);
  }

  /** A field, or a form inside this one where `fields` names what it consists of. */
  child(name: string, fields?: readonly string[]): FormErrors {
    const there = this.#children.get(name);
    if (there !== undefined && (fields === undefined || there.#children.size > 0)) return there;
    const made = new FormErrors(fields);
    made.own.push(...(there?.own ?? []));
    this.#children.set(name, made);
    return made;
  }

  /** Takes a form with its errors in. */
  adopt(name: string, child: FormErrors): void {
    this.#children.set(name, child);
  }

  /** Adds to a field; one whose value could not be read takes no further errors. */
  add(name: string, message: string): void {
    const child = this.child(name);
    if (!child.unreadable) child.own.push(message);
  }

  unreadable = false;

  /** A value that the field cannot be made of. */
  refuse(name: string, message: string): void {
    const child = this.child(name);
    child.own.splice(0, child.own.length, message);
    child.unreadable = true;
  }

  toJson(): Json {
    const children = [...this.#children].map(([name, child]): [string, Json] => [name, child.toJson()]);
    if (this.own.length === 0 && children.length === 0) return [];
    return {
      ...(this.own.length > 0 && { errors: this.own }),
      ...(children.length > 0 && { children: Object.fromEntries(children) }),
    };
  }

  /** The answer 400. */
  refusal(): RestRefused {
    const errors = this.toJson();
    return new RestRefused(400, 'Validation Failed', isObject(errors) ? errors : {});
  }
}
