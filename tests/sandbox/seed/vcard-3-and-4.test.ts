import { contactOf, contactsOf, property, vcard } from './cards';

test('Apple: grouped items, types one by one, own labels', () => {
  const contact = contactOf(
    vcard(
      '3.0',
      'PRODID:-//Apple Inc.//iOS 17.0//EN',
      'N:Nguyễn;Zoë;Anne\\, Marie;;',
      'FN:Zoë Nguyễn',
      'item1.EMAIL;type=INTERNET:second@strings.example',
      'item1.X-ABLabel:_$!<Other>!$_',
      'EMAIL;type=INTERNET;type=WORK;type=pref:first@strings.example',
      'TEL;type=IPHONE;type=CELL;type=VOICE:0049 30 1',
      'item2.ADR;type=HOME:;;Am Bach 1\\nHinterhaus;Dresden;;01067;',
      'item2.X-ABADR:de',
      'BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12',
      'NOTE:eins\\nzwei\\; drei\\, vier \\\\ fünf',
    ),
  );
  expect(contact).toMatchObject({
    surname: 'Nguyễn',
    middleName: 'Anne, Marie',
    emailAddresses: [{ address: 'first@strings.example' }, { address: 'second@strings.example' }],
    mobilePhone: '0049 30 1',
    homeAddress: { street: 'Am Bach 1\r\nHinterhaus', city: 'Dresden', postalCode: '01067' },
    personalNotes: 'eins\nzwei; drei, vier \\ fünf',
    leftOut: '1 × birthday that is no full date',
  });
  expect(contact.birthday).toBeUndefined();
});

test('Google: many of everything, of which Outlook has no place for all', () => {
  const contact = contactOf(
    vcard(
      '3.0',
      'FN:Vera Card',
      'N:Card;Vera;;;',
      ...[1, 2, 3, 4, 5].map((number) => `EMAIL;TYPE=INTERNET;TYPE=HOME:${number}@mail.example`),
      ...[1, 2, 3].map((number) => `TEL;TYPE=WORK:555${number}`),
      ...[1, 2, 3].map((number) => `ADR;TYPE=HOME:;;${number} Main St;Boston;MA;02108;US`),
      'TEL;TYPE=PAGER:777',
      'URL:http\\://www.mail.example',
    ),
  );
  expect(contact.emailAddresses).toHaveLength(3);
  expect(contact.businessPhones).toEqual(['5551', '5552']);
  expect(contact.homeAddress?.street).toBe('1 Main St');
  expect(contact.otherAddress?.street).toBe('2 Main St');
  expect(contact.leftOut).toBe(
    '1 × business number, 1 × pager number, 2 × e-mail address after the third, 1 × address',
  );
});

test('Nextcloud: vCard 4.0 with quoted parameters, preferences, tel: addresses and a gender', () => {
  const contact = contactOf(
    vcard(
      '4.0',
      'FN:Simone Perrault',
      'N:Perrault;Simone;;;ing. jr,M.Sc.',
      'GENDER:F;weiblich',
      'TEL;VALUE=uri;TYPE="work,voice":tel:+1-418-656-9254;ext=102',
      'TEL;PREF=1;VALUE=uri;TYPE=cell:tel:+1-418-262-6501',
      'EMAIL;TYPE=work:s@viagenie.example',
      'EMAIL;PREF=1;TYPE=home:simone@home.example',
      'ADR;TYPE=work;LABEL="2875, Laurier; D2-630: Québec":;Suite D2-630;2875 Laurier;Québec;QC;G1V 2M2;Canada',
      'BDAY:19850412T000000Z',
    ),
  );
  expect(contact).toMatchObject({
    generation: 'ing. jr M.Sc.',
    businessPhones: ['+1-418-656-9254 ext. 102'],
    emailAddresses: [{ address: 'simone@home.example' }, { address: 's@viagenie.example' }],
    businessAddress: { street: '2875 Laurier\r\nSuite D2-630', postalCode: 'G1V 2M2' },
    birthday: '1985-04-12T11:59:00Z',
  });
  expect(property(contact, 'String 0x3A1A')).toBe('+1-418-262-6501');
  expect(property(contact, 'Short 0x3A4D')).toBe('1');
});

test('lines are joined where they are folded, also within a letter, also with empty lines between', () => {
  const folded = Buffer.from(vcard('3.0', 'N:Müller;Ada', 'NOTE:a very long@@ line'), 'utf8').toString(
    'latin1',
  );
  const cut = folded
    .replace('M\xC3\xBCller', 'M\xC3\r\n \xBCller')
    .replaceAll('\r\n', '\r\r\n')
    .replace('@@', '\n\t and longer');
  expect(contactOf(Buffer.from(cut, 'latin1'))).toMatchObject({
    surname: 'Müller',
    personalNotes: 'a very long and longer line',
  });
});

test.each([
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${vcard('3.0', 'N:Weiß;Åsa')}`, 'utf8')],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${vcard('3.0', 'N:Weiß;Åsa')}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\uFEFF${vcard('3.0', 'N:Weiß;Åsa')}`, 'utf16le').swap16()],
])('%s', (_, file) => {
  expect(contactOf(file)).toMatchObject({ surname: 'Weiß', givenName: 'Åsa' });
});

test('without name parts the full name is split, and a firm is no person', () => {
  const file = vcard('3.0', 'FN:Mary Ann Smith') + vcard('3.0', 'N:;;;;', 'FN:Acme', 'ORG:Acme');
  const [mary, acme] = contactsOf(file).contacts;
  expect(mary).toMatchObject({ givenName: 'Mary Ann', surname: 'Smith', displayName: 'Mary Ann Smith' });
  expect(acme).toMatchObject({ companyName: 'Acme', displayName: 'Acme' });
  expect(acme?.surname).toBeUndefined();
});

test.each(['2023-02-29', '--0412', '04/12/1985', 'circa 1800', '1985'])('%s is no birthday', (text) => {
  const contact = contactOf(vcard('4.0', 'FN:A B', `BDAY:${text}`));
  expect(contact.birthday).toBeUndefined();
  expect(contact.leftOut).toBe('1 × birthday that is no full date');
});
