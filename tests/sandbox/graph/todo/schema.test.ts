import fc from 'fast-check';
import { DateTime } from 'luxon';
import { LIST_TYPE } from '../../../../sandbox/graph/resources/todo-lists';
import { LINKED_RESOURCE_TYPE } from '../../../../sandbox/graph/task/linked-resource';
import { IMPORTANCES, STATUSES, TASK_TYPE } from '../../../../sandbox/graph/task/properties';
import { at, startBench, stopAll, text, type Bench } from '../harness';
import { checkAnswer, describeWithSchema, faultsOf, readSchema } from '../schema';
import { tasksOf } from './lists';

describeWithSchema('the types of To Do', () => {
  it.each([TASK_TYPE, LIST_TYPE, LINKED_RESOURCE_TYPE])(
    '$name has the properties of the schema, no more and no fewer',
    ({ name, properties, navigation }) => {
      const known = readSchema().$defs[name]?.properties ?? {};
      expect([...properties].sort()).toEqual(Object.keys(known).sort());
      for (const property of properties) {
        expect(known[property]?.['x-navigation'] ?? false).toBe(
          navigation.some((other) => other === property),
        );
      }
    },
  );

  it('have the words of the schema', () => {
    expect(readSchema().$defs['taskStatus']).toMatchObject({
      enum: expect.arrayContaining([...STATUSES]) as unknown,
    });
    expect(readSchema().$defs['importance']).toMatchObject({
      enum: expect.arrayContaining([...IMPORTANCES]) as unknown,
    });
  });
});

describeWithSchema('the check of answers', () => {
  const context = "https://x/v1.0/$metadata#users('1')/todo/lists";

  it.each([
    ['a list with a foreign property', { '@odata.context': `${context}/$entity`, name: 1 }],
    ['a list among lists', { '@odata.context': context, value: [{ displayName: 5 }] }],
    ['a task with a change key', { '@odata.context': `${context}('2')/tasks/$entity`, changeKey: 'x' }],
    ['a task in a delta page', { '@odata.context': 'x#Collection(todoTask)', value: [{ status: 'done' }] }],
    [
      'a linked resource',
      { '@odata.context': `${context}('2')/tasks('3')/linkedResources`, value: [{ url: 'x' }] },
    ],
  ])('finds %s', (_case, body) => {
    expect(() => {
      checkAnswer(body);
    }).toThrow('Not as the schema has it');
  });
});

describeWithSchema('any task that the schema allows', () => {
  let bench: Bench;
  beforeAll(async () => void (bench = await startBench()));
  afterAll(stopAll);

  const words = fc.string({ unit: 'grapheme', maxLength: 12 });
  const zones = ['UTC', 'Europe/Berlin', 'Pacific Standard Time', 'Asia/Kolkata', 'Tonga Standard Time'];
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 19));
  const dateTimeTimeZone = fc.record({ dateTime: day, timeZone: fc.constantFrom(...zones) });
  const optional = fc.record(
    {
      importance: fc.constantFrom(...IMPORTANCES),
      status: fc.constantFrom(...STATUSES),
      isReminderOn: fc.boolean(),
      categories: fc.array(words, { maxLength: 4 }),
      body: fc.record({ content: words, contentType: fc.constantFrom('text', 'html') }),
      dueDateTime: dateTimeTimeZone,
      startDateTime: dateTimeTimeZone,
      linkedResources: fc.array(
        fc.record(
          { applicationName: words, displayName: words, externalId: words, webUrl: fc.webUrl() },
          { requiredKeys: [] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    },
    { requiredKeys: [] },
  );
  const title = words.filter((word) => word.trim() !== '');

  it('is taken and read back as it was sent, its dates as days of the zone (property)', async () => {
    const tasks = await tasksOf(bench, 'Tasks');
    await fc.assert(
      fc.asyncProperty(title, optional, async (name, more) => {
        const sent = { title: name, ...more };
        expect(faultsOf('todoTask', sent)).toEqual([]);
        const made = await bench.send('POST', tasks, { body: sent });
        expect(made.status).toBe(201);
        const read = await bench.send('GET', `${tasks}/${text(made.body, 'id')}?$expand=linkedResources`);
        const { dueDateTime, startDateTime, ...plain } = sent;
        expect(read.body).toMatchObject(plain);
        expect(at(read.body, 'completedDateTime') !== undefined).toBe(sent.status === 'completed');
        for (const [property, given] of Object.entries({ dueDateTime, startDateTime })) {
          if (given === undefined) continue;
          const zone = given.timeZone === 'Pacific Standard Time' ? 'America/Los_Angeles' : given.timeZone;
          const iana = zone === 'Tonga Standard Time' ? 'Pacific/Tongatapu' : zone;
          const shown = DateTime.fromISO(text(read.body, property, 'dateTime'), { zone: 'utc' });
          expect(shown.setZone(iana).toFormat("yyyy-MM-dd'T'HH:mm")).toBe(
            `${given.dateTime.slice(0, 10)}T00:00`,
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});
