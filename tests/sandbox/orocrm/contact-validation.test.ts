import type { JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, one, type Answer, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeAll(async () => {
  ({ orocrm, service } = await company());
});
afterAll(() => orocrm.stop());

const fill = (length: number): string => 'x'.repeat(length);
const create = (attributes: JsonObject): Promise<Answer> =>
  service.create('contacts', { firstName: 'X', ...attributes });

describe('values', () => {
  it.each<[JsonObject, string]>([
    [
      { firstName: fill(101) },
      'length constraint: This value is too long. It should have 100 characters or less. @/data/attributes/firstName',
    ],
    [
      { skype: fill(256) },
      'length constraint: This value is too long. It should have 255 characters or less. @/data/attributes/skype',
    ],
    [
      { externalId: fill(37) },
      'length constraint: This value is too long. It should have 36 characters or less. @/data/attributes/externalId',
    ],
    [
      { gender: 'diverse' },
      'choice constraint: The value you selected is not a valid choice. @/data/attributes/gender',
    ],
    [
      { birthday: '2999-01-01' },
      'less than or equal constraint: The birth date cannot be in the future. @/data/attributes/birthday',
    ],
    [
      { birthday: '2001-02-30' },
      'form constraint: The "2001-02-30" is not valid date. @/data/attributes/birthday',
    ],
    [
      { birthday: '1990-05-01T00:00:00Z' },
      'form constraint: The "1990-05-01T00:00:00Z" is not valid date. @/data/attributes/birthday',
    ],
    [{ lastName: { a: 1 } }, 'form constraint: This value is not valid. @/data/attributes/lastName'],
    [
      { primaryEmail: 'no address' },
      'email constraint: This value is not a valid email address. @/data/attributes/primaryEmail',
    ],
    [
      { primaryEmail: 'a@b.co', emails: [{ email: 'a@b.co' }, { email: 'x@localhost' }] },
      'email constraint: This value is not a valid email address. @/data/attributes/emails/1/email',
    ],
    [
      { primaryEmail: 'a@b.co', emails: [{ email: 'a@b.co' }, { email: ' ' }] },
      'not blank constraint: This value should not be blank. @/data/attributes/emails/1/email',
    ],
    [
      { primaryEmail: 'a@b.co', emails: [{ email: 'a@b.co', type: 'work' }] },
      'extra fields constraint: This form should not contain extra fields: "type". @/data/attributes/emails/0',
    ],
    [
      { emails: ['a@b.co'], primaryEmail: null },
      'form constraint: This value is not valid. @/data/attributes/emails/0',
    ],
    [
      { nickname: 'N', company: 'C' },
      'extra fields constraint: This form should not contain extra fields: "nickname", "company".',
    ],
  ])('refuses %j', async (attributes, expected) => {
    const answer = await create(attributes);
    expect([answer.status, ...errors(answer).filter((each) => !each.startsWith('contains primary'))]).toEqual(
      [400, expected],
    );
  });

  it('has an error of the database for texts that only the column limits', async () => {
    const answer = await create({ jobTitle: fill(256) });
    expect([answer.status, answer.body.errors]).toEqual([
      500,
      [{ status: '500', title: 'driver exception' }],
    ]);
    expect((await create({ jobTitle: fill(255), description: fill(5000) })).status).toBe(201);
  });

  it('trims like a form, and turns what is empty into nothing', async () => {
    const sent = {
      firstName: ' \t\u00a0Zo\u00eb\u200b\n',
      lastName: '   ',
      jobTitle: 42,
      fax: false,
      birthday: '1990',
    };
    const { attributes } = one(await create(sent));
    expect(attributes).toMatchObject({
      firstName: 'Zoë',
      lastName: null,
      jobTitle: '42',
      fax: null,
      birthday: '1990-01-01',
    });
  });

  it('drops what only the server sets, without a word', async () => {
    const past = '2001-01-01T00:00:00Z';
    const answer = await create({
      createdAt: past,
      updatedAt: past,
      timesContacted: 5,
      lastContactedDate: past,
    });
    expect(answer.status).toBe(201);
    expect(one(answer).attributes).toMatchObject({ timesContacted: null, lastContactedDate: null });
    expect(one(answer).attributes['createdAt']).not.toBe(past);
  });

  it('wants a name, an e-mail or a phone, after a change as well', async () => {
    const detail =
      'has contact information constraint: At least one of the fields First name, Last name, Emails or Phones must be defined.';
    expect(errors(await service.create('contacts', { jobTitle: 'Boss', fax: '1' }))).toEqual([detail]);
    const mailOnly = one(await service.create('contacts', { primaryEmail: 'only@example.com' }));
    expect(errors(await service.update('contacts', mailOnly.id, { emails: [] }))).toEqual([detail]);
    expect((await service.update('contacts', mailOnly.id, { lastName: 'Only', emails: [] })).status).toBe(
      200,
    );
  });

  it('keeps external ids unique from 6.1 on, and does not know them before', async () => {
    expect((await create({ externalId: 'twin' })).status).toBe(201);
    expect(errors(await create({ externalId: 'twin' }))).toEqual([
      'unique entity constraint: Value for field "External ID" must be unique',
    ]);
    orocrm.configure({ version: '6.0' });
    expect(errors(await create({ externalId: 'other' }))[0]).toContain('extra fields: "externalId"');
    expect(errors(await service.get('/contacts?filter[externalId]=twin'))[0]).toContain(
      'The filter is not supported.',
    );
    orocrm.configure({ version: '7.0' });
  });
});

describe('e-mails and phones with their primary (reference 1.3)', () => {
  type Lists = { list: 'emails' | 'phones'; primary: string; item: string; called: string; values: string[] };
  const kinds: Lists[] = [
    {
      list: 'emails',
      primary: 'primaryEmail',
      item: 'email',
      called: 'email address',
      values: ['a@x.org', 'b@x.org', 'c@x.org'],
    },
    {
      list: 'phones',
      primary: 'primaryPhone',
      item: 'phone',
      called: 'phone number',
      values: ['+1 1', '+2 2', '+3 3'],
    },
  ];

  for (const { list, primary, item, called, values } of kinds) {
    const [a = '', b = '', c = ''] = values;
    const of = (...texts: string[]): JsonObject[] => texts.map((text) => ({ [item]: text }));
    const noPrimary = `contains primary constraint: One of the ${list} must be set as primary. @/data/attributes/${list}`;
    const unknown = `primary item constraint: Unknown primary ${called}. @/data/attributes/${primary}`;

    it.each<[string, JsonObject, JsonObject | string]>([
      ['primary only', { [primary]: a }, { [list]: of(a), [primary]: a }],
      ['list without primary', { [list]: of(a, b) }, noPrimary],
      ['primary not in list', { [list]: of(b), [primary]: a }, unknown],
      [
        'both, the primary with blanks around',
        { [list]: of(a, b), [primary]: ` ${b} ` },
        { [list]: of(a, b), [primary]: b },
      ],
      ['the primary twice in the list', { [list]: of(a, a), [primary]: a }, noPrimary],
      ['an empty list with a primary', { [list]: [], [primary]: a }, { [list]: [], [primary]: null }],
      ['null alone', { [primary]: null }, noPrimary],
      ['nothing', {}, { [list]: [], [primary]: null }],
    ])(`${list}: create with %s`, async (_, attributes, expected) => {
      const answer = await create(attributes);
      if (typeof expected === 'string') expect(errors(answer)).toEqual([expected]);
      else expect(one(answer).attributes).toMatchObject(expected);
    });

    it.each<[string, JsonObject, JsonObject | string]>([
      ['primary in the list', { [primary]: b }, { [list]: of(a, b), [primary]: b }],
      ['primary not in the list: the old one goes', { [primary]: c }, { [list]: of(b, c), [primary]: c }],
      ['primary null', { [primary]: null }, noPrimary],
      ['list with the old primary', { [list]: of(c, a) }, { [list]: of(c, a), [primary]: a }],
      ['list without the old primary', { [list]: of(c) }, noPrimary],
      ['an empty list', { [list]: [] }, { [list]: [], [primary]: null }],
      ['both', { [list]: of(c), [primary]: c }, { [list]: of(c), [primary]: c }],
      ['something else', { jobTitle: 'Boss' }, { [list]: of(a, b), [primary]: a }],
    ])(`${list}: update with %s`, async (_, attributes, expected) => {
      const { id } = one(await create({ [list]: of(a, b), [primary]: a }));
      const answer = await service.update('contacts', id, attributes);
      if (typeof expected === 'string') expect(errors(answer)).toEqual([expected]);
      else expect(one(answer).attributes).toMatchObject(expected);
    });
  }

  it('may answer them in another order than they were sent', async () => {
    orocrm.configure({ listOrder: 'reversed' });
    const answer = await create({
      emails: [{ email: 'a@x.org' }, { email: 'b@x.org' }],
      primaryEmail: 'a@x.org',
    });
    expect(one(answer).attributes['emails']).toEqual([{ email: 'b@x.org' }, { email: 'a@x.org' }]);
    orocrm.configure({ listOrder: 'stored' });
  });
});
