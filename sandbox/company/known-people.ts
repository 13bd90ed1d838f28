import { nobody, type Person } from './person';
import { towns } from './words/places';

/** Where a known person is entered. */
export interface KnownPerson {
  readonly at: 'orocrm' | 'outlook' | 'both';
  readonly person: Person;
}

const [munich, dresden, boston] = towns as [
  (typeof towns)[number],
  (typeof towns)[number],
  (typeof towns)[number],
];

const office = { street: 'Große Straße 1', street2: 'c/o Weiß', postalCode: '80331', town: munich };

/** Hand-made people who need care, whatever the dice say: every colleague knows all of them. */
export const knownPeople: readonly KnownPerson[] = [
  {
    at: 'orocrm',
    person: {
      ...nobody,
      firstName: 'Zoë 🎻',
      lastName: 'Nguyễn',
      birthday: '2000-02-29',
      gender: 'female',
      jobTitle: 'Violinist 👩🏽‍🎤',
      emails: [
        'zoe@strings.example',
        'z.nguyen@orchestra.example',
        'zoe+tour@strings.example',
        'zoe@private.example',
      ],
      phones: ['0049 30 001122', '030 001122'],
      remark: {
        html: '<p>Plays on <em>Fridays</em>.</p><ul><li>Strings</li><li>Rosin &amp; cases</li></ul><p>Notes: 𝄞 ♪ 🎶</p>',
        text: 'Plays on Fridays.',
      },
      business: office,
      home: 'same',
    },
  },
  {
    at: 'outlook',
    // Letters with combining marks, as a Mac composes them.
    person: {
      ...nobody,
      firstName: 'A\u030angel',
      lastName: 'Mu\u0308ller-O\u0308zil',
      gender: 'male',
      birthday: '1970-01-01',
      phones: ['0171 0000001'],
      remark: {
        html: '',
        text: `Long history.\r\n${'Called again, no answer; tried the mobile. 📞 '.repeat(60)}`,
      },
      home: { street: 'Königstr. 007', street2: '', postalCode: '01067', town: dresden },
    },
  },
  // Namesakes, told apart by their birthday only.
  ...(['1961-03-08', '1991-03-08'] as const).map((birthday): KnownPerson => ({
    at: 'both',
    person: {
      ...nobody,
      firstName: 'Karl Heinz',
      lastName: 'Zimmermann',
      nameSuffix: birthday.startsWith('1961') ? 'Sr.' : 'Jr.',
      gender: 'male',
      birthday,
      emails: [`kh.${birthday.slice(0, 4)}@zimmermann.example`],
      business: { street: 'Am Mühlbach 3', street2: '', postalCode: '01069', town: dresden },
    },
  })),
  {
    at: 'both',
    // One name only, and three addresses.
    person: {
      ...nobody,
      lastName: 'Suharto',
      emails: ['suharto@batik.example'],
      phones: ['(617) 555-0100'],
      business: { street: '1 Main St', street2: 'Dock 7', postalCode: '02108', town: boston },
      home: { street: '00 Elm Street', street2: '', postalCode: '02109', town: boston },
      other: office,
    },
  },
];
