import { contactOf, property, vcard } from './cards';

test('Outlook: bare types, quoted-printable with soft breaks, escaped semicolons', () => {
  const contact = contactOf(
    vcard(
      '2.1',
      'N;LANGUAGE=de;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Dr.;jun.',
      'FN:Jörg Müller',
      'ORG:Nord\\; Süd, West GmbH;Einkauf',
      'TEL;WORK;VOICE:089 / 0012',
      'TEL;PREF;CELL;VOICE:0171 0034',
      'TEL;WORK;FAX:089 / 0013',
      'ADR;WORK;PREF:;3. Stock;Große Straße 1;München;Bayern;080331;Deutschland',
      'LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Gro=DFe Stra=DFe 1=0D=0A=',
      '080331 M=FCnchen',
      'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=BC=C3=9Fe, 1=3D1 =',
      'und =F0=9F=8E=BB=0D=0Anoch eine; Zeile',
      'X-WAB-GENDER:2',
      'BDAY:19720131',
      'EMAIL;PREF;INTERNET:joerg@nord.example',
    ),
  );
  expect(contact).toMatchObject({
    givenName: 'Jörg',
    surname: 'Müller',
    title: 'Dr.',
    generation: 'jun.',
    displayName: 'Jörg Müller',
    companyName: 'Nord; Süd, West GmbH',
    department: 'Einkauf',
    businessPhones: ['089 / 0012'],
    mobilePhone: '0171 0034',
    businessAddress: {
      street: 'Große Straße 1\r\n3. Stock',
      city: 'München',
      state: 'Bayern',
      postalCode: '080331',
      countryOrRegion: 'Deutschland',
    },
    personalNotes: 'Grüße, 1=1 und 🎻\nnoch eine; Zeile',
    birthday: '1972-01-31T11:59:00Z',
    emailAddresses: [{ address: 'joerg@nord.example' }],
  });
  expect(property(contact, 'String 0x3A1A')).toBe('0171 0034');
  expect(property(contact, 'String 0x3A24')).toBe('089 / 0013');
  expect(property(contact, 'Short 0x3A4D')).toBe('2');
});

test.each([
  ['windows-1252 without saying so', undefined, 'Stra\xDFe', 'Straße'],
  ['windows-1252 under a name that is none', 'blabla', 'Stra\xDFe', 'Straße'],
  ['windows-1251', 'windows-1251', '\xCA\xE8\xE5\xE2', 'Киев'],
  ['UTF-8 without saying so', undefined, '\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1', 'Αθήνα'],
])('raw bytes: %s', (_, charset, bytes, text) => {
  const parameter = charset === undefined ? '' : `;CHARSET=${charset}`;
  const file = Buffer.from(vcard('2.1', 'N:A;B', `ADR;HOME${parameter}:;;;${bytes};;;`), 'latin1');
  expect(contactOf(file).homeAddress).toEqual({ city: text });
});

test('Android: a name in quoted-printable over several lines, and no full name', () => {
  const contact = contactOf(
    vcard(
      '2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91=20=C3=91;=C3=91=',
      '=20=C3=91;;;',
      'TEL;CELL:0123',
    ),
  );
  expect(contact).toMatchObject({ surname: 'Ñ Ñ', givenName: 'Ñ Ñ', mobilePhone: '0123' });
});

test('pictures do not disturb, whether their base64 is indented or not', () => {
  const contact = contactOf(
    vcard(
      '2.1',
      'PHOTO;ENCODING=BASE64;TYPE=JPEG:',
      ' /9j/4AAQSkZJRgABAQAAAQABAAD',
      '',
      'LOGO;BASE64;TYPE=GIF:R0lGODlhAQABAIAAAP',
      'AAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==',
      '',
      'N:Byron;Ada',
    ),
  );
  expect(contact).toMatchObject({ surname: 'Byron', givenName: 'Ada' });
});

test('a card within a card is no card of the book', () => {
  const agent = ['AGENT:', 'BEGIN:VCARD', 'VERSION:2.1', 'N:Agent;Secret', 'TEL:007', 'END:VCARD'];
  const contact = contactOf(vcard('2.1', 'N:Byron;Ada', ...agent, 'TITLE:Analyst'));
  expect(contact).toMatchObject({ surname: 'Byron', jobTitle: 'Analyst', businessPhones: [] });
});
