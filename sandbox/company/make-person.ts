import type { Person, PersonAddress } from './person';
import type { Random } from './random';
import { familyNames, nameSuffixes } from './words/family-names';
import { femaleNames, maleNames, middleNames } from './words/given-names';
import { towns, type Town } from './words/places';
import { firms, jobTitles, remarks } from './words/work';

/** Makes a believable person. `taken` holds the names that are used up, so that nobody has a namesake by accident. */
export function makePerson(random: Random, taken: Set<string>): Person {
  const gender = random.pick(['male', 'female'] as const);
  const { firstName, lastName } = freeName(random, gender, taken);
  const firm = random.pick(firms);
  const town = random.pick(towns);
  const business = random.chance(0.7) ? makeAddress(random, town) : undefined;
  return {
    firstName,
    lastName,
    middleName: random.chance(0.15) ? random.pick(middleNames) : '',
    nameSuffix: random.chance(0.06) ? random.pick(nameSuffixes) : '',
    gender: random.chance(0.7) ? gender : undefined,
    birthday: random.chance(0.5) ? makeBirthday(random) : undefined,
    firm: firm.name,
    jobTitle: random.chance(0.8) ? random.pick(jobTitles) : '',
    emails: makeEmails(random, firstName, lastName, firm.domain),
    phones: Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, () =>
      filled(random, random.pick(town.phones)),
    ),
    fax: random.chance(0.15) ? filled(random, town.phones[0]) : undefined,
    remark: random.chance(0.4) ? random.pick(remarks) : undefined,
    business,
    home: makeHome(random, business),
    other: random.chance(0.1) ? makeAddress(random, random.pick(towns)) : undefined,
  };
}

function makeHome(random: Random, business: PersonAddress | undefined): Person['home'] {
  if (!random.chance(0.35)) return undefined;
  // Who works at home has one address for both.
  return business !== undefined && random.chance(0.4) ? 'same' : makeAddress(random, random.pick(towns));
}

function freeName(random: Random, gender: 'male' | 'female', taken: Set<string>) {
  for (;;) {
    const firstName = random.pick<string>(gender === 'male' ? maleNames : femaleNames);
    const lastName = random.pick<string>(familyNames);
    const name = `${firstName} ${lastName}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { firstName, lastName };
  }
}

function makeAddress(random: Random, town: Town): PersonAddress {
  const street = random.pick(town.streets);
  return {
    street: `${street} ${random.whole(180) + 1}${random.chance(0.1) ? 'a' : ''}`,
    street2: random.chance(0.2)
      ? random.pick(['2. Stock', 'Apt 4B', 'Hinterhaus', 'c/o Weiß', 'Dock 7'])
      : '',
    postalCode: filled(random, town.postalCode),
    town,
  };
}

/** Between 1939 and 2003; now and then 29 February. */
function makeBirthday(random: Random): string {
  if (random.chance(0.03)) return `${random.pick([1960, 1976, 1988, 2000])}-02-29`;
  const day = new Date(Date.UTC(1939 + random.whole(65), random.whole(12), random.whole(28) + 1));
  return day.toISOString().slice(0, 10);
}

function makeEmails(random: Random, firstName: string, lastName: string, domain: string): string[] {
  const [first, last] = [firstName, lastName].map(mailPart) as [string, string];
  const all = [
    `${first}.${last}@${domain}`,
    `${first.slice(0, 1)}${last}@mail.example`,
    `${last}+news@${domain}`,
    `${first}_${last}@private.example`,
  ];
  return all.slice(0, random.pick([0, 1, 1, 1, 1, 2, 2, 3, 4]));
}

/** ASCII letters of a name, as administrators of mail servers make them. */
export const mailPart = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll(/[łı]/g, (letter) => (letter === 'ł' ? 'l' : 'i'))
    .replaceAll(/[^a-z]/g, '');

const filled = (random: Random, pattern: string): string => pattern.replaceAll('#', () => random.digits(1));
