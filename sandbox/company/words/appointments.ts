/** What takes place with a firm, `@`. */
export const firmMeetings = [
  ...['Meeting with @', 'Demo for @', 'Call: @', 'Lunch with @', 'Besuch bei @', '@: contract review'],
  ...['Workshop „Neue Preise“ – @', 'Réunion avec @', 'Video call @ 🎥', '@ & us: next steps'],
] as const;

export const plainMeetings = [
  ...[
    'Dentist',
    'Budget planning',
    'Job interview',
    'Arzttermin',
    'Training: data protection',
    'Car service',
  ],
  ...['Fire drill 🔥', 'Forecast with finance', 'Parents’ evening', 'Mittagessen mit Jürgen', 'Yoga'],
] as const;

/** Events of whole days. */
export const wholeDays = ['Site visit', 'Working from home', 'Umzug', 'Inventory', 'Team outing 🥾'] as const;
export const severalDays = [
  'Trade fair Hannover',
  'Conference',
  'Salon de Lyon',
  'Roadshow',
  '出張',
] as const;
export const holidays = ['Public holiday', 'Bridge day', 'Company anniversary'] as const;

export const places = ['Room 4.12', 'Sitzungssaal „Isar“', 'Microsoft Teams', 'Canteen'] as const;
