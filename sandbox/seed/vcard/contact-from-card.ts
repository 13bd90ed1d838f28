import type { Contact } from '@microsoft/microsoft-graph-types';
import { outlookProperties } from '../outlook-properties';
import { addressesFrom } from './addresses-from-card';
import type { Property } from './content-line';
import type { LeftOut } from './left-out';
import { namesFrom } from './names-from-card';
import { phonesFrom } from './phones-from-card';
import { byPreference, first, texts } from './properties';
import type { Card } from './read-card';

/** A vCard as Outlook would hold it: a body as the API takes it. @throws Error where it names nobody */
export function contactFromCard({ properties }: Card, leftOut: LeftOut): Contact {
  const names = namesFrom(properties);
  const mails = byPreference(properties, 'email')
    .map(({ values: [mail = ''] }) => mail.replace(/^mailto:/i, ''))
    .filter((mail) => mail !== '');
  const { primaryPhone, fax, ...phones } = phonesFrom(properties, leftOut);
  if (Object.keys(names).length === 0 && mails.length === 0 && primaryPhone === undefined) {
    throw new Error('it has neither name, firm, e-mail address nor phone');
  }
  leftOut.add('e-mail address after the third', mails.length - 3);
  const date = birthday(properties, leftOut);
  return {
    ...names,
    ...texts({
      jobTitle: first(properties, 'title')?.values[0] ?? '',
      personalNotes: all(properties, 'note').join('\r\n'),
    }),
    ...phones,
    ...addressesFrom(properties, leftOut),
    emailAddresses: mails.slice(0, 3).map((address) => ({ address })),
    // The time is what Exchange's own clients store with a date (Graph reference 1.5).
    ...(date === undefined ? {} : { birthday: `${date}T11:59:00Z` }),
    singleValueExtendedProperties: outlookProperties({ primaryPhone, fax, gender: gender(properties) }),
  };
}

const all = (properties: readonly Property[], name: string): string[] =>
  properties.filter((one) => one.name === name).map(({ values }) => values.join(';'));

/** Without a year (`--0412`, or Apple's 1604) there is no birthday in Outlook. */
function birthday(properties: readonly Property[], leftOut: LeftOut): string | undefined {
  const text = first(properties, 'bday')?.values[0] ?? '';
  if (text === '') return undefined;
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)(?:$|[T ])/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  if (year === undefined || year < '1605' || !isDate(date)) {
    leftOut.add('birthday that is no full date');
    return undefined;
  }
  return date;
}

const isDate = (date: string): boolean => {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
};

/** `M` and `F` of vCard 4.0, words and numbers of others (X-WAB-GENDER counts as Outlook does). */
function gender(properties: readonly Property[]): 'male' | 'female' | undefined {
  const given = ['gender', 'x-gender', 'x-wab-gender'].flatMap((name) => first(properties, name) ?? []);
  const word = given[0]?.values[0]?.split(';')[0]?.toLowerCase();
  if (word === 'm' || word === 'male' || word === '2') return 'male';
  if (word === 'f' || word === 'female' || word === '1') return 'female';
  return undefined;
}
