import { at, failure, IMMUTABLE, rows, startBench, stopAll, text, type Bench, type Reply } from '../harness';
import { listNamed, tasksOf } from './lists';

let bench: Bench;
let tasks: string;
beforeEach(async () => {
  bench = await startBench({ now: () => new Date('2026-05-04T21:30:00Z') });
  tasks = await tasksOf(bench, 'Tasks');
});
afterEach(stopAll);

const post = (body: unknown): Promise<Reply> => bench.send('POST', tasks, { body });
const patch = (id: string, body: unknown): Promise<Reply> => bench.send('PATCH', `${tasks}/${id}`, { body });

async function made(body: unknown): Promise<string> {
  const reply = await post(body);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return text(reply.body, 'id');
}

describe('making a task', () => {
  it('answers 201 with what is set and without what is not, linked resources when they came along', async () => {
    const reply = await post({
      '@odata.type': '#microsoft.graph.todoTask',
      title: 'Call Ada',
      importance: 'high',
      linkedResources: [
        { applicationName: 'OroCRM', externalId: '12', webUrl: 'https://crm.example.org/12' },
      ],
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      title: 'Call Ada',
      importance: 'high',
      status: 'notStarted',
      isReminderOn: false,
      categories: [],
      body: { content: '', contentType: 'text' },
      createdDateTime: '2026-05-04T21:30:00Z',
      linkedResources: [
        { applicationName: 'OroCRM', externalId: '12', webUrl: 'https://crm.example.org/12' },
      ],
    });
    for (const name of ['changeKey', 'dueDateTime', 'completedDateTime', 'recurrence']) {
      expect(reply.body).not.toHaveProperty([name]);
    }
    expect(at(reply.body, 'linkedResources', 0)).not.toHaveProperty('displayName');
    expect(reply.headers.get('etag')).toBe(at(reply.body, '@odata.etag'));
    expect((await post({ title: 'x' })).body).not.toHaveProperty('linkedResources');
  });

  it.each([
    ['no title', {}, '400 ErrorInvalidRequest'],
    ['an empty title', { title: ' ' }, '400 ErrorInvalidRequest'],
    ['a property of contacts', { title: 'x', surname: 'y' }, '400 RequestBodyRead'],
    ['extended properties', { title: 'x', singleValueExtendedProperties: [] }, '400 RequestBodyRead'],
    ['another type', { '@odata.type': '#microsoft.graph.contact', title: 'x' }, '400 RequestBodyRead'],
    ['a status in other spelling', { title: 'x', status: 'Completed' }, '400 RequestBodyRead'],
    ['a status of OroCRM', { title: 'x', status: 'in_progress' }, '400 RequestBodyRead'],
    ['an unknown importance', { title: 'x', importance: 'urgent' }, '400 RequestBodyRead'],
    ['a number for text', { title: 5 }, '400 RequestBodyRead'],
    ['text for a date', { title: 'x', dueDateTime: '2026-05-06' }, '400 RequestBodyRead'],
    [
      'a date-time with offset',
      { title: 'x', dueDateTime: { dateTime: '2026-05-06T00:00:00Z', timeZone: 'UTC' } },
      '400 RequestBodyRead',
    ],
    [
      '30 February',
      { title: 'x', dueDateTime: { dateTime: '2026-02-30T00:00:00', timeZone: 'UTC' } },
      '400 RequestBodyRead',
    ],
    [
      'an unknown zone',
      { title: 'x', dueDateTime: { dateTime: '2026-05-06T00:00:00', timeZone: 'Mars' } },
      '400 ErrorInvalidRequest',
    ],
    [
      'a read-only property',
      { title: 'x', createdDateTime: '2026-01-01T00:00:00Z' },
      '400 ErrorInvalidPropertySet',
    ],
    ['an id', { id: 'x', title: 'x' }, '400 ErrorInvalidPropertySet'],
    ['checklist items', { title: 'x', checklistItems: [] }, '400 RequestBodyRead'],
    ['linked resources that are no list', { title: 'x', linkedResources: {} }, '400 RequestBodyRead'],
    ['a linked resource with more', { title: 'x', linkedResources: [{ url: 'y' }] }, '400 RequestBodyRead'],
    [
      'a completion without the status',
      { title: 'x', completedDateTime: { dateTime: '2026-05-06T00:00:00', timeZone: 'UTC' } },
      '400 ErrorInvalidRequest',
    ],
  ])('refuses %s', async (_case, body, expected) => {
    expect(failure(await post(body))).toBe(expected);
    expect(rows((await bench.send('GET', tasks)).body)).toEqual([]);
  });

  it('is not possible among the flagged mails', async () => {
    const flagged = await tasksOf(bench, 'Flagged Emails');
    expect(failure(await bench.send('POST', flagged, { body: { title: 'x' } }))).toBe(
      '400 ErrorInvalidRequest',
    );
  });
});

describe('the dates of a task', () => {
  it.each([
    ['Europe/Berlin', '2026-05-06T15:00:00', '2026-05-05T22:00:00.0000000'],
    ['Eastern Standard Time', '2026-05-06T23:59:59.9999999', '2026-05-06T04:00:00.0000000'],
    ['UTC', '2026-05-06T00:00', '2026-05-06T00:00:00.0000000'],
    ['Pacific/Kiritimati', '2026-05-06T00:00:00', '2026-05-05T10:00:00.0000000'],
    ['America/St_Johns', '2026-01-06T00:00:00', '2026-01-06T03:30:00.0000000'],
  ])('due in %s is midnight there, told in UTC', async (timeZone, dateTime, expected) => {
    const reply = await post({ title: 'x', dueDateTime: { dateTime, timeZone } });
    expect(at(reply.body, 'dueDateTime')).toEqual({ dateTime: expected, timeZone: 'UTC' });
    const cleared = await patch(text(reply.body, 'id'), { dueDateTime: null });
    expect(cleared.body).not.toHaveProperty('dueDateTime');
  });

  it('a reminder is an instant', async () => {
    const reminderDateTime = { dateTime: '2026-05-06T09:30:15', timeZone: 'W. Europe Standard Time' };
    const reply = await post({ title: 'x', reminderDateTime, isReminderOn: true });
    expect(at(reply.body, 'reminderDateTime', 'dateTime')).toBe('2026-05-06T07:30:15.0000000');
  });

  it('completion is the day in UTC, there while the status is completed', async () => {
    const id = await made({ title: 'x' });
    const done = await patch(id, { status: 'completed' });
    const completed = { dateTime: '2026-05-04T00:00:00.0000000', timeZone: 'UTC' };
    expect(done.body).toMatchObject({ status: 'completed', completedDateTime: completed });
    expect((await patch(id, { title: 'y', status: 'completed' })).body).toMatchObject({
      completedDateTime: completed,
    });
    const open = await patch(id, { status: 'waitingOnOthers' });
    expect(open.body).toMatchObject({ status: 'waitingOnOthers', title: 'y' });
    expect(open.body).not.toHaveProperty('completedDateTime');
    const given = { dateTime: '2026-04-01T18:00:00', timeZone: 'Europe/Berlin' };
    expect((await patch(id, { status: 'completed', completedDateTime: given })).body).toMatchObject({
      completedDateTime: { dateTime: '2026-04-01T00:00:00.0000000' },
    });
  });
});

describe('changing, reading and deleting a task', () => {
  it('changes what is named, and the etag with every write', async () => {
    const id = await made({ title: 'x', importance: 'low' });
    const before = await bench.send('GET', `${tasks}/${id}`);
    const changed = await patch(id, { title: 'y', body: { content: '<b>z</b>', contentType: 'html' } });
    expect(changed.body).toMatchObject({ id, title: 'y', importance: 'low', body: { contentType: 'html' } });
    expect(text(changed.body, '@odata.etag')).not.toBe(text(before.body, '@odata.etag'));
    expect((await bench.send('GET', `${tasks}/${id}`)).body).toEqual(changed.body);
    expect(failure(await patch(id, { linkedResources: [] }))).toBe('400 RequestBodyRead');
    expect(failure(await patch(id, changed.body))).toMatch(/^400 /);
    expect(failure(await patch(id, { importance: null }))).toBe('400 RequestBodyRead');
  });

  it('honours If-Match', async () => {
    const id = await made({ title: 'x' });
    const { body } = await bench.send('GET', `${tasks}/${id}`);
    const headers = { 'If-Match': text(body, '@odata.etag') };
    const send = (method: string, change?: unknown): Promise<Reply> =>
      bench.send(method, `${tasks}/${id}`, { headers, ...(change !== undefined && { body: change }) });
    expect((await send('PATCH', { title: 'y' })).status).toBe(200);
    expect(failure(await send('PATCH', { title: 'z' }))).toBe('412 ErrorIrresolvableConflict');
    expect(failure(await send('DELETE'))).toBe('412 ErrorIrresolvableConflict');
    bench.changeSettings({ ifMatchHonoured: false });
    expect((await send('DELETE')).status).toBe(204);
  });

  it('selects, expands and pages, and refuses the rest', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      ids.push(await made({ title: `t${index}`, linkedResources: [{ externalId: String(index) }] }));
    }
    const first = await bench.send('GET', `${tasks}?$select=title&$expand=linkedResources`);
    expect(rows(first.body)).toHaveLength(10);
    expect(Object.keys(rows(first.body)[0] ?? {}).sort()).toEqual([
      '@odata.etag',
      'id',
      'linkedResources',
      'title',
    ]);
    const second = await bench.send('GET', text(first.body, '@odata.nextLink'));
    expect(rows(second.body)).toMatchObject([
      { id: ids[10] },
      { id: ids[11], linkedResources: [{ externalId: '11' }] },
    ]);
    expect(rows((await bench.send('GET', `${tasks}?$top=3&$skip=2`)).body)).toHaveLength(3);
    const whole = await bench.send('GET', `${tasks}/${ids[3] ?? ''}?$expand=linkedResources&$select=id`);
    expect(whole.body).toMatchObject({ id: ids[3], linkedResources: [{ externalId: '3' }] });
    expect((await bench.send('GET', `${tasks}/${ids[3] ?? ''}`)).body).not.toHaveProperty('linkedResources');
    const refused = await Promise.all(
      [
        "$filter=linkedResources/any(l: l/externalId eq '3')",
        "$filter=status eq 'completed' or title eq 't1'",
        "$filter=singleValueExtendedProperties/Any(ep: ep/id eq 'String 0x3A24' and ep/value eq '1')",
        '$select=changeKey',
        '$expand=singleValueExtendedProperties',
        '$expand=checklistItems',
        '$expand=linkedResources($select=id)',
        '$search=x',
      ].map(async (query) => failure(await bench.send('GET', `${tasks}?${encodeURI(query)}`))),
    );
    expect(refused.map((code) => code.slice(0, 4))).toEqual(Array.from({ length: 8 }, () => '400 '));
  });

  it('keeps by status', async () => {
    const id = await made({ title: 'x', status: 'completed' });
    const other = await made({ title: 'y', status: 'deferred' });
    const ids = async (filter: string): Promise<unknown[]> =>
      rows((await bench.send('GET', `${tasks}?$filter=${encodeURIComponent(filter)}`)).body).map(
        (row) => row['id'],
      );
    expect(await ids("status eq 'completed'")).toEqual([id]);
    expect(await ids("status ne 'completed'")).toEqual([other]);
  });

  it('has one id whatever is asked for, good in its own list only, and none once it is deleted', async () => {
    const id = await made({ title: 'x' });
    const headers = { Prefer: IMMUTABLE };
    expect(rows((await bench.send('GET', tasks, { headers })).body)).toMatchObject([{ id }]);
    const flagged = await tasksOf(bench, 'Flagged Emails');
    expect(failure(await bench.send('GET', `${flagged}/${id}`))).toBe('404 ErrorItemNotFound');
    expect(failure(await bench.send('GET', `${tasks}/none`))).toBe('400 ErrorInvalidIdMalformed');
    expect(failure(await bench.send('GET', `${tasks}/${id.toLowerCase()}`))).toMatch(/^40[04] /);
    expect((await bench.send('DELETE', `${tasks}/${id}`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      expect(failure(await bench.send(method, `${tasks}/${id}`, { headers }))).toBe('404 ErrorItemNotFound');
    }
    expect(rows((await bench.send('GET', tasks)).body)).toEqual([]);
    expect(bench.human.todo.tasks('ada@example.com', { deleted: true })).toMatchObject([
      { id, deleted: true },
    ]);
  });
});

describe('lists of tasks', () => {
  it('every mailbox has two; further ones are made, renamed, deleted with their tasks', async () => {
    const lists = `${bench.ada}/todo/lists`;
    const all = rows((await bench.send('GET', lists)).body);
    expect(all).toMatchObject([
      { displayName: 'Tasks', wellknownListName: 'defaultList', isOwner: true, isShared: false },
      { displayName: 'Flagged Emails', wellknownListName: 'flaggedEmails' },
    ]);
    const more = await bench.send('POST', lists, { body: { displayName: 'Trips' } });
    expect(more).toMatchObject({ status: 201, body: { displayName: 'Trips', wellknownListName: 'none' } });
    const one = `${lists}/${text(more.body, 'id')}`;
    const renamed = await bench.send('PATCH', one, { body: { displayName: 'Travel' } });
    expect(renamed.body).toMatchObject({ displayName: 'Travel', id: text(more.body, 'id') });
    expect((await bench.send('GET', one)).body).toEqual(renamed.body);
    expect((await bench.send('POST', `${one}/tasks`, { body: { title: 'x' } })).status).toBe(201);
    expect((await bench.send('DELETE', one)).status).toBe(204);
    expect(failure(await bench.send('GET', `${one}/tasks`))).toBe('404 ErrorItemNotFound');
    const standard = `${lists}/${await listNamed(bench, 'Tasks')}`;
    expect(failure(await bench.send('DELETE', standard))).toBe('403 ErrorAccessDenied');
    for (const body of [
      {},
      { displayName: '' },
      { displayName: 5 },
      { displayName: 'x', isShared: true },
      { name: 'x' },
    ]) {
      expect(failure(await bench.send('POST', lists, { body }))).toMatch(/^400 /);
    }
    expect(failure(await bench.send('GET', `${lists}?$filter=displayName eq 'Tasks'`))).toMatch(/^400 /);
  });

  it('pages, and answers the flagged mails only where that is switched on', async () => {
    const lists = `${bench.ada}/todo/lists`;
    const page = await bench.send('GET', `${lists}?$top=1&$select=displayName`);
    expect(Object.keys(rows(page.body)[0] ?? {}).sort()).toEqual(['@odata.etag', 'displayName', 'id']);
    expect(rows((await bench.send('GET', text(page.body, '@odata.nextLink'))).body)).toMatchObject([
      { displayName: 'Flagged Emails' },
    ]);
    bench.changeSettings({ todoListsIncomplete: true });
    expect(rows((await bench.send('GET', lists)).body)).toMatchObject([
      { wellknownListName: 'flaggedEmails' },
    ]);
    expect(rows((await bench.send('GET', `${lists}/delta`)).body)).toHaveLength(2);
  });
});
