import type { Person } from './person';
import type { Random } from './random';

/**
 * The same person, entered once more by another hand: case, white space and the composition of letters differ, which
 * makes no other person of it (spec 4: keys are compared normalised).
 */
export function respelled(person: Person, random: Random): Person {
  return {
    ...person,
    firstName: respelledText(person.firstName, random),
    lastName: respelledText(person.lastName, random),
    emails: person.emails.map((mail) => (random.chance(0.3) ? capitalised(mail) : mail)),
    jobTitle: person.jobTitle !== '' && random.chance(0.3) ? `${person.jobTitle} ` : person.jobTitle,
  };
}

/** A text by another hand, the same under the rules of keys. */
export const respelledText = (text: string, random: Random): string => random.pick(hands)(text);

const hands: readonly ((name: string) => string)[] = [
  (name) => name,
  // Makes SS of ß, too.
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => `${name} `,
  (name) => name.replaceAll(' ', '  '),
  // Names pasted from a Mac's file names come with combining marks.
  (name) => name.normalize('NFD'),
];

const capitalised = (mail: string): string => mail.slice(0, 1).toUpperCase() + mail.slice(1);
