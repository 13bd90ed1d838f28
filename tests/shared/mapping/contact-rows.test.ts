import { fieldNames } from '../../../shared/records/fields';
import { mapping, orocrm, outlook, sent, written } from './examples';

test('the table has the fields of the rules, each once', () => {
  expect(mapping.rows.map((row) => row.field)).toEqual(fieldNames('contacts'));
});

test('a row names only properties that its sides have', () => {
  for (const row of mapping.rows) {
    for (const property of row.orocrm) expect(mapping.blankOrocrm).toHaveProperty(property);
    for (const property of row.outlook) expect(mapping.blankOutlook).toHaveProperty(property);
  }
});

describe('first and last name', () => {
  test.each([
    ['both', 'Ada', 'Byron', 'Ada', 'Byron'],
    ['only a last name', '', 'Smith', 'Smith', 'Smith'],
    ['only a first name', 'Ada', '', 'Ada', 'Ada'],
    ['none', '', '', '', ''],
    ['white space only', ' ', 'Smith', 'Smith', 'Smith'],
  ])('Outlook has %s', (_, givenName, surname, firstName, lastName) => {
    expect(written(orocrm({}), outlook({ givenName, surname })).record).toMatchObject({
      firstName,
      lastName,
    });
  });

  test.each([
    ['the filled pair agrees with one name in Outlook', ['Smith', 'Smith'], ['', 'Smith']],
    ['the filled pair agrees with the other one name', ['Ada', 'Ada'], ['Ada', '']],
    ['one name agrees with the same one name', ['', 'Smith'], ['', 'Smith']],
    ['one name agrees with the other one filled', ['Ada', ''], ['', 'Ada']],
    ['white space around is no difference', ['Ada ', ' Byron'], ['Ada', 'Byron\u200b']],
  ])('%s', (_, [firstName = '', lastName = ''], [givenName = '', surname = '']) => {
    const [crm, item] = [orocrm({ firstName, lastName }), outlook({ givenName, surname })];
    expect(written(crm, item).fields).toEqual([]);
    expect(sent(item, crm).fields).toEqual([]);
  });

  test('Outlook gets what OroCRM has, unfilled', () => {
    expect(sent(outlook({}), orocrm({ lastName: 'Smith' })).changes).toEqual({
      surname: 'Smith',
      displayName: 'Smith',
    });
  });

  test('a new last name in OroCRM replaces the one name that counted as both', () => {
    const before = outlook({ surname: 'Smith', displayName: 'Smith' });
    const { record, fields } = sent(before, orocrm({ firstName: 'Smith', lastName: 'Jones' }));
    expect(record).toMatchObject({ givenName: 'Smith', surname: 'Jones', displayName: 'Smith Jones' });
    expect(fields).toEqual(['lastName']);
  });

  test('a new only name in Outlook counts as both again', () => {
    const { changes, fields } = written(
      orocrm({ firstName: 'Smith', lastName: 'Smith' }),
      outlook({ surname: 'Jones' }),
    );
    expect(changes).toEqual({ firstName: 'Jones', lastName: 'Jones' });
    expect(fields).toEqual(['firstName', 'lastName']);
  });
});

describe('texts that both sides hold as they are', () => {
  test.each([
    ['middleName', 'middleName', 'middleName', 'King'],
    ['nameSuffix', 'nameSuffix', 'generation', 'Jr.'],
    ['jobTitle', 'jobTitle', 'jobTitle', 'Head of 🎉'],
    ['fax', 'fax', 'fax', '0049 30 0'],
    ['birthday', 'birthday', 'birthday', '1985-03-09'],
    ['gender', 'gender', 'gender', 'female'],
  ] as const)('%s', (field, crmProperty, outlookProperty, value) => {
    const [crm, item] = [orocrm({ [crmProperty]: value }), outlook({ [outlookProperty]: value })];
    expect(written(orocrm({}), item)).toMatchObject({ fields: [field], changes: { [crmProperty]: value } });
    expect(sent(outlook({}), crm)).toMatchObject({ fields: [field], changes: { [outlookProperty]: value } });
    expect(written(crm, outlook({}))).toMatchObject({ fields: [field], changes: { [crmProperty]: '' } });
    expect(written(crm, item).fields).toEqual([]);
  });

  test('an update writes what differs and nothing else', () => {
    const crm = orocrm({ firstName: 'Ada', lastName: 'Byron', jobTitle: 'Countess', fax: '1' });
    const item = outlook({
      givenName: 'Ada',
      surname: 'Byron',
      jobTitle: 'Programmer',
      fax: '1',
      displayName: 'Ada!',
    });
    expect(written(crm, item).changes).toEqual({ jobTitle: 'Programmer' });
    expect(sent(item, crm).changes).toEqual({ jobTitle: 'Countess' });
  });
});

describe('e-mail addresses', () => {
  const [a, b, c, d] = ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'];
  const list = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }));

  test('primary first, then in a fixed order, three at most', () => {
    const { record } = sent(outlook({}), orocrm({ emails: [d, c, b, a], primaryEmail: c }));
    expect(record.emailAddresses).toEqual(list(c, a, b));
  });

  test('the order of the second and third in Outlook is no difference', () => {
    const crm = orocrm({ emails: [a, b, c], primaryEmail: a });
    expect(written(crm, outlook({ emailAddresses: list(a, c, b) })).fields).toEqual([]);
  });

  test('another first address is another primary one', () => {
    const crm = orocrm({ emails: [a, b], primaryEmail: a });
    expect(written(crm, outlook({ emailAddresses: list(b, a) })).changes).toMatchObject({ primaryEmail: b });
  });

  test('removing one in Outlook removes exactly it; the hidden one surfaces', () => {
    const crm = orocrm({ emails: [a, b, c, d], primaryEmail: a });
    const { changes, record } = written(crm, outlook({ emailAddresses: list(a, b) }));
    expect(changes).toEqual({ emails: [a, b, d] });
    expect(sent(outlook({ emailAddresses: list(a, b) }), record).record.emailAddresses).toEqual(
      list(a, b, d),
    );
  });

  test('adding one in Outlook keeps what it does not show', () => {
    const crm = orocrm({ emails: [d, a, b, c], primaryEmail: a });
    const { record } = written(crm, outlook({ emailAddresses: list(a, b, 'new@example.org') }));
    expect([...record.emails].sort()).toEqual([a, b, d, 'new@example.org']);
  });

  test('no address left in Outlook, none hidden: no address and no primary one in OroCRM', () => {
    const crm = orocrm({ emails: [a], primaryEmail: a });
    expect(written(crm, outlook({})).changes).toEqual({ emails: [], primaryEmail: '' });
  });

  test('the names of addresses stay', () => {
    const item = outlook({ emailAddresses: [{ name: 'Ada at home', address: b }] });
    const { record } = sent(item, orocrm({ emails: [a, b], primaryEmail: a }));
    expect(record.emailAddresses).toEqual([
      { name: '', address: a },
      { name: 'Ada at home', address: b },
    ]);
  });

  test('repeated and empty addresses are no difference', () => {
    const crm = orocrm({ emails: [a, b], primaryEmail: a });
    expect(written(crm, outlook({ emailAddresses: list(a, ` ${b} `, a) })).fields).toEqual([]);
    expect(sent(outlook({ emailAddresses: list('', a, b) }), crm).fields).toEqual([]);
  });

  test('code points decide the order, not code units', () => {
    const [wide, emoji] = ['\uff5e@example.org', '😀@example.org'];
    const { record } = sent(outlook({}), orocrm({ emails: [emoji, wide, a], primaryEmail: a }));
    expect(record.emailAddresses).toEqual(list(a, wide, emoji));
  });
});

describe('phone', () => {
  const crm = orocrm({ phones: ['030 1', '0049 2', '3'], primaryPhone: '0049 2' });

  test('only the primary one is seen, with its leading zeros', () => {
    expect(sent(outlook({}), crm).changes).toEqual({ primaryPhone: '0049 2' });
  });

  test('a new one takes the place of the primary one', () => {
    const { changes } = written(crm, outlook({ primaryPhone: '4' }));
    expect(changes).toEqual({ phones: ['4', '030 1', '3'], primaryPhone: '4' });
  });

  test('one that OroCRM has already becomes the primary one', () => {
    const { changes } = written(crm, outlook({ primaryPhone: '3' }));
    expect(changes).toEqual({ phones: ['3', '030 1'], primaryPhone: '3' });
  });

  test('cleared: the next one becomes primary, and one further write shows it', () => {
    const { changes, record } = written(crm, outlook({}));
    expect(changes).toEqual({ phones: ['030 1', '3'], primaryPhone: '030 1' });
    expect(sent(outlook({}), record).changes).toEqual({ primaryPhone: '030 1' });
  });

  test('the last one cleared', () => {
    const one = orocrm({ phones: ['1'], primaryPhone: '1' });
    expect(written(one, outlook({})).changes).toEqual({ phones: [], primaryPhone: '' });
  });
});

describe('display name', () => {
  test('composed of the names, in order', () => {
    const crm = orocrm({ firstName: 'Ada', middleName: 'King', lastName: 'Byron', nameSuffix: 'II' });
    expect(sent(outlook({}), crm).changes).toMatchObject({ displayName: 'Ada King Byron II' });
  });

  test('without names, the first e-mail address', () => {
    const crm = orocrm({ emails: ['a@example.org'], primaryEmail: 'a@example.org' });
    expect(sent(outlook({}), crm).changes).toMatchObject({ displayName: 'a@example.org' });
  });

  test('it follows the address that it was made of', () => {
    const item = outlook({
      emailAddresses: [{ name: '', address: 'a@example.org' }],
      displayName: 'a@example.org',
    });
    const crm = orocrm({ emails: ['b@example.org'], primaryEmail: 'b@example.org' });
    expect(sent(item, crm).changes).toMatchObject({ displayName: 'b@example.org' });
  });

  test('one that a person gave stays where no name remains', () => {
    const item = outlook({ givenName: 'Ada', middleName: 'King', displayName: 'The Countess' });
    expect(sent(item, orocrm({})).record.displayName).toBe('The Countess');
  });

  test('one made of the names goes with them', () => {
    const item = outlook({ givenName: 'Ada', middleName: 'King', displayName: 'Ada King' });
    expect(sent(item, orocrm({})).record.displayName).toBe('');
  });

  test('it is not touched when nothing that it depends on is written', () => {
    const item = outlook({ givenName: 'Ada', displayName: 'The Countess' });
    expect(sent(item, orocrm({ firstName: 'Ada', fax: '1' })).changes).toEqual({ fax: '1' });
  });
});
