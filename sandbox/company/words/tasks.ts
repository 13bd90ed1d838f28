/** What people note down to do for a firm, `@`. Several hold what careless code breaks: quotes, symbols, emoji. */
export const firmTasks = [
  ...['Send the offer to @', 'Call @ back', 'Renew the contract with @', 'Check the invoice of @', 'Visit @'],
  ...['Angebot für @ nachfassen', 'Muster an @ schicken', '@: clear up the complaint', '@ & the price list'],
  ...['Prepare the demo for @ 🎬', 'Relancer @ (paiement)', '@ の見積もりを送る', 'Ask "who decides?" at @'],
] as const;

/** What has no firm to it. */
export const plainTasks = [
  ...[
    'Clear out the inbox',
    'Book the train',
    'Expense report',
    'Reisekosten abrechnen',
    'Update the forecast',
  ],
  ...[
    'Water the plants 🌱',
    'Back up the laptop',
    'Order business cards',
    'Read the minutes',
    'Plan the holidays',
  ],
  ...[
    'Zahnarzt anrufen',
    'Renew the passport',
    'Buy a present for Zoë',
    'Gym, 3 × this week',
    'Return the books',
  ],
] as const;

/** As somebody leaves them in the body of a task; they are not mapped and stay where they are. */
export const taskNotes = [
  'Number is in the last mail.',
  'Zuerst mit dem Einkauf sprechen.',
  'Two copies, one signed.',
] as const;
