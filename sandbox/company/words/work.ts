/** Firms that the contacts work for; `domain` is one that can never exist (RFC 2606). */
export const firms = [
  { name: 'Nordwind Logistik GmbH', domain: 'nordwind.example' },
  { name: 'Café Lumière SARL', domain: 'cafe-lumiere.example' },
  { name: 'Blue Heron Outfitters', domain: 'blueheron.example' },
  { name: 'Kestrel & Sons Ltd', domain: 'kestrel.example' },
  { name: 'Sørlandet Maskin AS', domain: 'sorlandet.example' },
  { name: 'Himalaya Textiles Pvt. Ltd.', domain: 'himalaya-textiles.example' },
  { name: 'Yamada Seiki 株式会社', domain: 'yamada-seiki.example' },
  { name: 'Zürcher Uhren AG', domain: 'zuercher-uhren.example' },
  { name: 'Panadería Sol', domain: 'panaderia-sol.example' },
  { name: 'Ridgeline Dental', domain: 'ridgeline.example' },
  { name: 'Atelier "Drei Linden"', domain: 'drei-linden.example' },
  { name: 'Fjord & Fell', domain: 'fjordfell.example' },
] as const;

export const jobTitles = [
  ...['Head of Purchasing', 'Geschäftsführerin', 'Sales Manager', 'Buyer', 'CEO / Founder', 'Office Manager'],
  ...[
    'Ingénieur d’affaires',
    'Accountant',
    'IT-Leiter',
    'Warehouse Supervisor',
    'Product Owner',
    'Consultant',
  ],
  ...['Jefa de Compras', 'Marketing & PR', 'R&D Engineer', 'Prokurist', 'Assistant to the Board', '営業部長'],
] as const;

/** Descriptions as people leave them behind: OroCRM's editor writes HTML, others plain text. */
export const remarks = [
  { html: '<p>Prefers a call <strong>before noon</strong>.</p>', text: 'Prefers a call before noon.' },
  {
    html: '<p>Met at the trade fair.</p><p>Wants the new catalogue.</p>',
    text: 'Met at the trade fair.\n\nWants the new catalogue.',
  },
  { html: '<p>Spricht Deutsch &amp; Englisch.</p>', text: 'Spricht Deutsch & Englisch.' },
  { html: '<p>Discount of 5 % agreed in 2021 🤝</p>', text: 'Discount of 5 % agreed in 2021 🤝' },
  { html: 'Invoices by post only', text: 'Invoices by post only' },
] as const;
