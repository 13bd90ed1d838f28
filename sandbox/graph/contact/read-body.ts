import { mergeExtended, readExtended } from '../extended/read-extended';
import { bodyEntries, refuseProperty } from '../odata/read-body';
import { readText } from '../odata/read-value';
import type { Settings } from '../settings';
import type { ExtendedProperty, ItemChange } from '../state/items';
import { regenerateNames } from './names';
import {
  ADDRESSES,
  ADDRESS_PARTS,
  LISTS,
  NAVIGATION,
  READ_ONLY,
  TEXTS,
  type Address,
  type AddressName,
  type ContactValues,
  type Email,
  type ListName,
  type TextName,
} from './properties';
import { readAddress, readBirthday, readEmails, readList, type BodyKind } from './read-value';

const CONTACT_BODY = { name: 'contact', readOnly: READ_ONLY, navigation: NAVIGATION };

const isText = (name: string): name is TextName => (TEXTS as readonly string[]).includes(name);
const isList = (name: string): name is ListName => (LISTS as readonly string[]).includes(name);
const isAddress = (name: string): name is AddressName => (ADDRESSES as readonly string[]).includes(name);

/** The parts of `change` over those of `before`; null and empty parts are not kept. */
function mergedAddress(before: Address, change: Partial<Record<keyof Address, string | null>>): Address {
  const address: Address = {};
  for (const part of ADDRESS_PARTS) {
    const text = part in change ? change[part] : before[part];
    if (text !== undefined && text !== null && text !== '') address[part] = text;
  }
  return address;
}

function sameAddresses(before: readonly Email[], after: readonly Email[]): boolean {
  return (
    before.length === after.length && before.every(({ address }, index) => address === after[index]?.address)
  );
}

/** One body being read over the values that are there. */
class Draft {
  readonly written: string[] = [];
  values: ContactValues;
  extended: ExtendedProperty[] = [];

  constructor(
    private readonly before: ContactValues,
    private readonly kind: BodyKind,
    private readonly settings: Settings,
  ) {
    this.values = {
      ...before,
      texts: { ...before.texts },
      lists: { ...before.lists },
      addresses: { ...before.addresses },
    };
  }

  write(name: string, value: unknown): void {
    if (name === 'singleValueExtendedProperties') {
      this.extended = readExtended(value);
      return;
    }
    if (isText(name)) this.#text(name, readText(name, value));
    else if (isList(name)) this.values.lists[name] = readList(name, value);
    else if (isAddress(name)) this.#address(name, readAddress(name, value, this.kind));
    else if (name === 'emailAddresses') this.#emails(readEmails(value, this.kind));
    else if (name === 'birthday') this.values.birthday = readBirthday(value) ?? undefined;
    else refuseProperty(CONTACT_BODY, name);
    this.written.push(name);
  }

  #text(name: TextName, text: string | null): void {
    if (text === null) Reflect.deleteProperty(this.values.texts, name);
    else this.values.texts[name] = name === 'personalNotes' ? this.#notes(text) : text;
  }

  #notes(text: string): string {
    return this.settings.notesLineEnds === 'crlf' ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  }

  #address(name: AddressName, change: Partial<Record<keyof Address, string | null>>): void {
    const merged = this.settings.addressPatch === 'merge' ? (this.before.addresses[name] ?? {}) : {};
    this.values.addresses[name] = mergedAddress(merged, change);
  }

  #emails(emails: Email[]): void {
    const ignored =
      this.settings.emailNameOnlyIgnored &&
      this.kind === 'update' &&
      sameAddresses(this.before.emailAddresses, emails);
    this.values.emailAddresses = ignored ? this.before.emailAddresses : emails;
  }
}

/**
 * Reads the body of a POST (over no values) or PATCH (over the values that are there), as strictly as Graph.
 * @throws GraphError 400, or 500 for null complex values
 */
export function readContactBody(
  body: unknown,
  before: { values: ContactValues; extended: readonly ExtendedProperty[] },
  kind: BodyKind,
  settings: Settings,
): ItemChange<ContactValues> {
  const draft = new Draft(before.values, kind, settings);
  for (const [name, value] of bodyEntries(body, CONTACT_BODY)) draft.write(name, value);
  const named = regenerateNames(draft.values, draft.written, kind === 'create');
  return {
    values: named.values,
    extended: mergeExtended(before.extended, draft.extended),
    changed: [...draft.written, ...named.changed],
    reported:
      draft.written.length > 0 || (draft.extended.length > 0 && settings.deltaReportsExtendedProperties),
  };
}
