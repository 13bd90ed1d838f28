/** Family names; several hold what careless code breaks: apostrophes, hyphens, particles, letters beyond ASCII. */
export const familyNames = [
  ...['Müller', "O'Brien", 'Nguyễn', 'García Márquez', 'Weiß', 'Ångström', 'Le Goff', 'Kowalczyk', 'Tanaka'],
  ...[
    'Smith',
    'de la Cruz',
    'Østergaard',
    'Schröder-Braun',
    'Patel',
    'Novák',
    'Yıldız',
    'Martin',
    'McDonald',
  ],
  ...['van den Berg', 'Rossi', 'Håkansson', 'Dvořák', 'Okafor', 'Iyer', 'Fernandes', 'Jensen', 'Lefèvre'],
  ...[
    'Wójcik',
    'Haddad',
    'Kim',
    'Johnson',
    'Bäcker',
    'Zimmermann',
    'Ó Súilleabháin',
    'Sato',
    'Brown',
    'Huber',
  ],
  ...[
    'Petrović',
    'Lindqvist',
    'Moreau',
    'Khan',
    'Großmann',
    'Silva',
    'Eriksen',
    'Chen',
    "D'Angelo",
    'Fischer',
  ],
] as const;

export const nameSuffixes = ['Jr.', 'Sr.', 'III', 'PhD', 'MBA'] as const;
