/** Given names of several countries; some need more than ASCII, and some come in two words. */
export const femaleNames = [
  ...[
    'Anna',
    'Sofía',
    'Zoë',
    'Märta',
    'Chloé',
    'Nadia',
    'Ingrid',
    'Priya',
    'Aoife',
    'Łucja',
    'Yuki',
    'Leila',
  ],
  ...['Marie-Claire', 'Hannah', 'Olivia', 'Grace', 'Katarzyna', 'Jürgine', 'Renée', 'Amara', 'Mei', 'Fatima'],
  ...['Anne Sophie', 'Dörte', 'Siân', 'Beatriz', 'Ruth', 'Tove', 'Ivana', 'Noor', 'Élodie', 'Greta'],
] as const;

export const maleNames = [
  ...[
    'Jürgen',
    'Søren',
    'François',
    'Paweł',
    'Rahul',
    'Liam',
    'Kenji',
    'José',
    'Björn',
    'Ömer',
    'Tomáš',
    'Ravi',
  ],
  ...['Jean-Luc', 'Michael', 'David', 'Kwame', 'Andrzej', 'Günther', 'André', 'Ola', 'Wei', 'Hassan', 'Nils'],
  ...['Karl Heinz', 'Seán', 'Iñigo', 'Paul', 'Mateo', 'Luka', 'Yusuf', 'Émile', 'Oskar', 'Håkon'],
] as const;

export const middleNames = ['Maria', 'J.', 'Alexander', 'Lee', 'van', 'Ø.', 'Elisabeth', 'Kumar'] as const;
