import type { Contact } from '@microsoft/microsoft-graph-types';
import type { Property } from './content-line';
import { first, texts } from './properties';

/** Names and firm. A card that has a full name only gets its last word as surname, as Outlook's own form does it. */
export function namesFrom(properties: readonly Property[]): Contact {
  const [surname = '', givenName = '', middleName = '', title = '', generation = ''] =
    first(properties, 'n')?.values ?? [];
  const [companyName = '', ...units] = first(properties, 'org')?.values ?? [];
  const displayName = first(properties, 'fn')?.values[0] ?? '';
  const parts = { surname, givenName, middleName, title, generation };
  const isNamed = [surname, givenName, middleName].some((part) => part !== '');
  return texts({
    ...(isNamed || displayName === companyName ? parts : { ...parts, ...split(displayName) }),
    displayName,
    companyName,
    department: units.filter((unit) => unit !== '').join(', '),
  });
}

function split(fullName: string): { givenName: string; surname: string } {
  const words = fullName.trim().split(/\s+/);
  const surname = words.pop() ?? '';
  return { givenName: words.join(' '), surname };
}
