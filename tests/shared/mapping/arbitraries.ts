import fc from 'fast-check';

import { contactMapping } from '../../../shared/mapping/contact/contact-mapping';
import type { Gender, OutlookContact } from '../../../shared/records/contact';
import { orocrmAddresses, outlookAddress } from './address-arbitraries';
import { places } from './test-places';

export const mapping = contactMapping(places);

const words = ['', 'Ada', 'Byron', 'Smith', '  Smith ', '\u00a0Eve\u200b', 'O’Neill & Söhne', 'Łukasz', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'];
const combining = ['e\u0301clair', 'Z\u0351\u036b\u0343', 'n\u0303', '👩‍👩‍👧‍👦', '👍🏽', '\u202eabc'];

/** Single-line texts: usual ones, so that sides often agree, and anything Unicode allows (no lone surrogates). */
export const lineText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.constantFrom(...combining) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
);

const pieces = [
  ...[
    'a',
    'word',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '\n\n\n',
    '\t',
    '\u00a0',
    '&',
    '&amp;',
    '&lt;b&gt;',
    '<',
    '>',
  ],
  ...[
    '<b>',
    '</b>',
    '<p>',
    '<br>',
    '<foo>',
    'a < b',
    '<!-- -->',
    '<script>',
    'x > y',
    '"',
    "'",
    '🎉',
    '\u200b',
    '\u2028',
  ],
  ...[
    'é',
    'https://example.org/?a=1&b=2',
    '* list',
    '1. one',
    '> quoted',
    '-----',
    '<ada@example.org>',
    '\u0301',
  ],
];

/** Notes as people type them, with markup typed literally, and some of 10 kB. */
export const notes = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('', 'Met in Oslo.', '<b>', 'AT&amp;T', 'a\n\nb\r\nc', ' \n') },
  {
    weight: 16,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...pieces).map((piece) => `${piece}🎉é\n`.repeat(2500).slice(0, 10_000)),
  },
);

const markup = [
  '<p>Met in Oslo.</p>',
  '<p>One</p><p>Two &amp; three</p>',
  '<ul><li>first</li><li>second</li></ul>',
  '<div>a<br>b<br /><br>c</div>',
  '<table><tr><td>a</td><td>b</td></tr></table>',
  '<p style="color:red">Red <a href="https://example.org/">link</a></p>',
  '<h1>Title</h1><p>&lt;b&gt; &nbsp; x</p>',
  '<P>Upper<BR>case',
];

/** Descriptions: plain or HTML. */
export const description = fc.oneof(
  notes,
  fc.constantFrom(...markup),
  notes.map((text) => `<p>${text}</p>`),
);

export const email = fc.constantFrom(
  ...['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org', 'e@example.org', 'A@example.org'],
  ...['ünï@example.org', ' b@example.org ', '😀@example.org', '\uff5e@example.org'],
);

export const phone = fc.constantFrom('0049301', '+49 30 1', '030 1', '(0)30/1', '001', ' 001 ', '1');

const birthday = fc.oneof(
  fc.constantFrom('', '1985-03-09', '2000-02-29', '1604-01-01'),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
);
const gender = fc.constantFrom<Gender>('', 'male', 'female');

/** A list with its primary item, as OroCRM guarantees it (orocrm-api 1.3). */
const withPrimary = (item: fc.Arbitrary<string>) =>
  fc.array(item, { maxLength: 7 }).chain((list) =>
    fc.record({
      list: fc.constant(list),
      primary: list.length === 0 ? fc.constant('') : fc.constantFrom(...list),
    }),
  );

/** Contacts as OroCRM can hold them. */
export const orocrmContact = fc
  .record({
    texts: fc.record({
      firstName: lineText,
      middleName: lineText,
      lastName: lineText,
      nameSuffix: lineText,
      jobTitle: lineText,
      fax: fc.oneof(phone, lineText),
      description,
      birthday,
      gender,
    }),
    emails: withPrimary(email),
    phones: withPrimary(phone),
    addresses: orocrmAddresses,
  })
  .map(({ texts, emails, phones, addresses }) => ({
    ...mapping.blankOrocrm,
    ...texts,
    emails: emails.list,
    primaryEmail: emails.primary,
    phones: phones.list,
    primaryPhone: phones.primary,
    addresses,
  }));

/** Contacts as Outlook can hold them: three e-mail addresses, repeated or empty ones among them. */
export const outlookContact: fc.Arbitrary<OutlookContact> = fc
  .record({
    displayName: lineText,
    givenName: lineText,
    middleName: lineText,
    surname: lineText,
    generation: lineText,
    personalNotes: notes,
    emailAddresses: fc.array(
      fc.record({ name: lineText, address: fc.oneof({ weight: 6, arbitrary: email }, fc.constant('')) }),
      { maxLength: 3 },
    ),
    primaryPhone: fc.oneof(fc.constant(''), phone),
    jobTitle: lineText,
    birthday,
    gender,
    fax: fc.oneof(phone, lineText),
    businessAddress: outlookAddress,
    homeAddress: outlookAddress,
    otherAddress: outlookAddress,
  })
  .map((fields) => ({ ...mapping.blankOutlook, ...fields }));
