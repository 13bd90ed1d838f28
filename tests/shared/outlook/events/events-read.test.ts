import type { OutlookEvent } from '../../../../shared/records/event';
import { orocrmId, outlookId } from '../../../../shared/records/ids';
import type { OutlookStore } from '../../../../shared/sync/ports/outlook';
import { found, graphError, ScriptedGraph } from '../support/scripted-graph';
import {
  base,
  calendarWith,
  eventItem,
  eventsOf,
  idIn,
  markId,
  occurrenceItem,
  seriesItem,
} from './support/scripted-calendar';

let graph: ScriptedGraph;
let events: OutlookStore<OutlookEvent>;

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  events = eventsOf(graph);
});

const inFolder = (value: string) => ({
  singleValueExtendedProperties: [{ id: 'Binary 0xe09', value }],
});
const read = async (...ids: string[]) => (await events.read(ids.map(outlookId))).records;

it('asks for series a second time, with what differs from them', async () => {
  graph.script = calendarWith('E', (request) =>
    found(idIn(request) === 'S' ? seriesItem('S') : eventItem(idIn(request))),
  );
  expect([...(await read('A', 'S'))].map(([id, { state }]) => [id, state])).toEqual([
    ['A', 'there'],
    ['S', 'there'],
  ]);
  const select =
    'id,changeKey,createdDateTime,type,subject,start,end,isAllDay,originalStartTimeZone,recurrence,isOrganizer,organizer,attendees';
  const expand = `singleValueExtendedProperties($filter=id eq '${markId}' or id eq 'Binary 0x0E09')`;
  expect(graph.items.map(({ url }) => url)).toEqual([
    `${base}/events/A?$select=${select}&$expand=${expand}`,
    `${base}/events/S?$select=${select}&$expand=${expand}`,
    `${base}/events/S?$select=${select},cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences,${expand}`,
  ]);
  expect(graph.batchSizes).toEqual([2, 1]);
});

it('takes exceptions that come on further pages', async () => {
  const next = (n: number) => `${graph.baseUrl}/v1.0${base}/events/S/exceptionOccurrences?$skip=${n}`;
  graph.script = calendarWith('E', ({ url }) => {
    if (!url.includes('/exceptionOccurrences?')) {
      return found(
        seriesItem('S', {
          exceptionOccurrences: [occurrenceItem('O1', '2026-05-11')],
          'exceptionOccurrences@odata.nextLink': next(1),
        }),
      );
    }
    return url.endsWith('=1')
      ? found({ value: [occurrenceItem('O2', '2026-05-18')], '@odata.nextLink': next(2) })
      : found({ value: [occurrenceItem('O3', '2026-05-25')] });
  });
  const reading = (await read('S')).get(outlookId('S'));
  expect(reading?.state === 'there' && reading.record.exceptions.map(({ id }) => id)).toEqual([
    ...['O1', 'O2', 'O3'],
  ]);
});

it('takes for gone what lies in another folder, is no record by itself, or is not there', async () => {
  graph.script = calendarWith('E', (request) => {
    const id = idIn(request);
    if (id === 'gone') return graphError(404, 'ErrorItemNotFound');
    if (id === 'series-gone') {
      return request.url.includes('cancelledOccurrences')
        ? graphError(404, 'ErrorItemNotFound')
        : found(seriesItem(id));
    }
    if (id === 'part') return found(occurrenceItem(id, '2026-05-11'));
    return found(eventItem(id, id === 'untold' ? {} : inFolder(id === 'trashed' ? 'T' : 'E')));
  });
  const records = await read('kept', 'trashed', 'untold', 'part', 'gone', 'series-gone');
  expect([...records.values()].map(({ state }) => state)).toEqual([
    ...['there', 'gone', 'there', 'gone', 'gone', 'gone'],
  ]);
  // Once, and once more because an event lies elsewhere.
  expect(graph.items.filter(({ url }) => url.includes('/calendar?'))).toHaveLength(2);
  graph.items.length = 0;
  await read('kept');
  expect(graph.items).toHaveLength(1);
});

it('does without folders where Graph refuses to tell them, and does not ask again', async () => {
  graph.script = ({ url }) =>
    url.includes('0x0E09') || url.includes('0x0FFF')
      ? graphError(400, 'ErrorInvalidProperty')
      : found(eventItem('A'));
  expect((await read('A')).get(outlookId('A'))?.state).toBe('there');
  expect(graph.items).toHaveLength(2);
  await read('A');
  expect(graph.items).toHaveLength(3);
  graph.script = () => graphError(400, 'ErrorInvalidIdMalformed');
  await expect(read('A')).rejects.toMatchObject({ code: 'refused-value' });
});

it('does without folders where only that of the calendar is refused', async () => {
  graph.script = ({ url }) =>
    url.includes('0x0FFF') ? graphError(400, 'ErrorInvalidProperty') : found(eventItem('A', inFolder('T')));
  expect((await read('A')).get(outlookId('A'))?.state).toBe('there');
});

it('concludes nothing from a calendar that cannot be read', async () => {
  graph.script = () => graphError(404, 'ErrorItemNotFound');
  await expect(events.ids()).rejects.toMatchObject({ code: 'not-found' });
  await expect(events.page(undefined)).rejects.toMatchObject({ code: 'not-found' });
  await expect(events.findByMark([orocrmId('1')])).rejects.toMatchObject({ code: 'not-found' });
  graph.script = () => graphError(403, 'ErrorAccessDenied');
  await expect(read('A')).rejects.toMatchObject({ kind: 'operator' });
});

it('finds by mark only the very mark, on all pages', async () => {
  const marked = (id: string, value: string) =>
    eventItem(id, { singleValueExtendedProperties: [{ id: markId, value }] });
  graph.script = calendarWith('E', ({ url }) =>
    url.includes('$skip')
      ? found({ value: [marked('B', '47')] })
      : found({
          value: [marked('A', '47 ')],
          '@odata.nextLink': `${graph.baseUrl}/v1.0${base}/events?$skip=1`,
        }),
  );
  await expect(events.findByMark([orocrmId('47'), orocrmId('47')])).resolves.toMatchObject([{ id: 'B' }]);
  expect(graph.items[0]?.url).toContain(
    `$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${markId}' and ep/value eq '47')`,
  );
  expect(graph.items).toHaveLength(2);
});

it('looks for marks in calendars of the mailbox itself, not in those that others share', async () => {
  const owned = (id: string, address: string, isDefaultCalendar = false) => ({
    ...{ id, isDefaultCalendar },
    owner: { name: address, address },
  });
  const marked = (value: string) => ({
    singleValueExtendedProperties: [{ id: markId.toLowerCase(), value }],
  });
  const contents: Record<string, unknown[]> = {
    '/events?': [eventItem('A', marked('1')), eventItem('B', marked('')), eventItem('C')],
    '/calendars/Team/events?': [eventItem('D', marked('2'))],
  };
  graph.script = ({ url }) => {
    if (url.startsWith(`${base}/calendars?`)) {
      const shared = owned('Shared', 'bob@example.org');
      // The owner is said under the address that mail goes to, whatever name the account is asked for by.
      return found({
        value: [owned('Main', 'Ada.Byron@example.org', true), shared, owned('Team', 'ada.byron@example.org')],
      });
    }
    const at = Object.keys(contents).find((path) => url.startsWith(base + path));
    return at === undefined ? undefined : found({ value: contents[at] });
  };
  const pages = [];
  let cursor: string | undefined;
  do {
    const page = await events.marked(cursor);
    pages.push(page.records.map(({ id, mark }) => [id, mark]));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(pages).toEqual([[['A', '1']], [['D', '2']]]);
});
