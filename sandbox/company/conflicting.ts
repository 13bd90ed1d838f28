import type { Person } from './person';
import type { Random } from './random';
import { jobTitles } from './words/work';

/** The same person by name, gender and birthday, of whom the two systems say different things. */
export function conflicting(person: Person, random: Random): Person {
  const changes: readonly Partial<Person>[] = [
    { jobTitle: other(person.jobTitle, random) },
    { phones: [`00${random.digits(11)}`, ...person.phones.slice(1)] },
    { emails: [`new.${random.digits(3)}@moved.example`, ...person.emails.slice(1)] },
    { remark: { html: '<p>Has moved on, ask for the successor.</p>', text: 'Left the firm in spring.' } },
    { fax: `+49 30 0${random.digits(6)}` },
    { middleName: person.middleName === '' ? 'B.' : '' },
  ];
  const first = random.whole(changes.length);
  const second = random.whole(changes.length);
  return { ...person, ...changes[first], ...changes[second] };
}

function other(jobTitle: string, random: Random): string {
  const rest = jobTitles.filter((title) => title !== jobTitle);
  return random.pick(rest);
}
