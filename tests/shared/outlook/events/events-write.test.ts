import type { OutlookEvent } from '../../../../shared/records/event';
import { outlookId } from '../../../../shared/records/ids';
import type { OutlookStore } from '../../../../shared/sync/ports/outlook';
import { hasGraphSchema, graphValidator } from '../support/graph-schema';
import { found, graphError, ScriptedGraph, type Reply, type Seen } from '../support/scripted-graph';
import {
  base,
  eventItem,
  eventsOf,
  idIn,
  markId,
  occurrenceItem,
  seriesItem,
} from './support/scripted-calendar';
import { everyWeek, exception, series, single } from './support/simulated-calendar';

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

const writes = () => graph.items.filter(({ method }) => method !== 'GET');
const noEnd = { ...everyWeek, numberOfOccurrences: undefined };
const read = (id: string, more: Partial<OutlookEvent> = {}): OutlookEvent =>
  series({ id: outlookId(id), version: `W/"${id}-1"`, recurrence: noEnd, ...more });

describe('create', () => {
  it('sends what is mapped and the mark, and nothing that anybody would be told of', async () => {
    graph.script = () => ({ status: 201, body: seriesItem('S') });
    const draft = series({ mark: '7', cancelled: ['2026-05-18'] });
    await expect(events.create([draft])).resolves.toMatchObject([
      { ok: true, record: { id: 'S', mark: '7', version: 'W/"S-1"', cancelled: [] } },
    ]);
    const timeZone = 'W. Europe Standard Time';
    expect(graph.items).toMatchObject([{ method: 'POST', url: `${base}/events` }]);
    expect(graph.items[0]?.body).toEqual({
      subject: 'Review',
      start: { dateTime: '2026-05-04T09:00:00', timeZone },
      end: { dateTime: '2026-05-04T10:00:00', timeZone },
      isAllDay: false,
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday' },
        range: {
          ...{ type: 'numbered', startDate: '2026-05-04', numberOfOccurrences: 6 },
          recurrenceTimeZone: timeZone,
        },
      },
      singleValueExtendedProperties: [{ id: markId, value: '7' }],
    });
  });

  it.each([
    { status: 504, body: { error: { code: 'Timeout', message: '' } } },
    { status: 201, body: { oh: 'no' } },
  ])('knows nothing of one whose answer was lost (%#)', async (reply: Reply) => {
    graph.script = () => reply;
    await expect(events.create([single()])).resolves.toMatchObject([
      { ok: false, error: { kind: 'retry', code: 'unknown-outcome' } },
    ]);
    expect(graph.items).toHaveLength(1);
  });

  it('raises what stops the whole mailbox', async () => {
    graph.script = () => graphError(403, 'ErrorAccessDenied');
    await expect(events.create([single(), single()])).rejects.toMatchObject({ kind: 'operator' });
  });
});

describe('update', () => {
  it('of the mark alone is one request, of a series too, in the version that was read', async () => {
    graph.script = () => found(seriesItem('S', { '@odata.etag': 'W/"S-2"' }));
    const current = read('S', { cancelled: ['2026-05-18'] });
    await expect(events.update([{ current, desired: { ...current, mark: '7' } }])).resolves.toEqual([
      { ok: true, record: { ...current, mark: '7', version: 'W/"S-2"' } },
    ]);
    expect(graph.items).toMatchObject([
      { method: 'PATCH', url: `${base}/events/S`, headers: { 'If-Match': 'W/"S-1"' } },
    ]);
    expect(graph.items[0]?.body).toEqual({ singleValueExtendedProperties: [{ id: markId, value: '7' }] });
  });

  it('looks for occurrences around their day, and works on many series side by side', async () => {
    graph.script = (request) => {
      const id = idIn(request);
      if (request.method === 'DELETE') return { status: 204 };
      if (!request.url.includes('/instances?')) return found(seriesItem(id));
      return found({
        value: ['2026-05-18', '2026-05-17'].map((day) => occurrenceItem(`${id}-${day}`, day)),
      });
    };
    const changes = ['S1', 'S2', 'S3'].map((id) => {
      const current = read(id);
      return { current, desired: { ...current, cancelled: ['2026-05-18'] } };
    });
    await events.update(changes);
    expect(graph.batchSizes).toEqual([3, 3, 3, 3]);
    expect(graph.items[3]?.url).toBe(
      `${base}/events/S1/instances?startDateTime=2026-05-17T07:00:00Z&endDateTime=2026-05-19T07:00:00Z` +
        '&$select=id,type,start,end,isAllDay,originalStart&$top=50',
    );
    expect(writes().map(({ url }) => url)).toEqual(
      ['S1', 'S2', 'S3'].map((id) => `${base}/events/${id}-2026-05-18`),
    );
  });

  it('takes for cancelled an occurrence that is gone meanwhile', async () => {
    graph.script = (request) => {
      if (request.method === 'DELETE') return graphError(404, 'ErrorItemNotFound');
      return request.url.includes('/instances?')
        ? found({ value: [occurrenceItem('O', '2026-05-18')] })
        : found(seriesItem('S'));
    };
    const current = read('S');
    const desired = { ...current, cancelled: ['2026-05-18'] };
    await expect(events.update([{ current, desired }])).resolves.toMatchObject([{ ok: true }]);
  });

  const desired = (current: OutlookEvent): OutlookEvent => ({
    ...current,
    subject: 'Renamed',
    exceptions: [exception('2026-05-11', { subject: 'Moved' }), exception('2026-05-18', { subject: 'Late' })],
  });
  const serve =
    (occurrences: (request: Seen) => Reply | undefined) =>
    (request: Seen): Reply | undefined => {
      if (request.url.includes('/instances?')) {
        return found({ value: ['2026-05-11', '2026-05-18'].map((day) => occurrenceItem(`O${day}`, day)) });
      }
      return idIn(request) === 'S'
        ? found(seriesItem('S', { subject: 'Renamed', '@odata.etag': 'W/"S-2"' }))
        : occurrences(request);
    };

  it('stops where Graph fails, and shows what the series is by then', async () => {
    graph.script = serve(() => graphError(500, 'InternalServerError'));
    const current = read('S');
    await expect(events.update([{ current, desired: desired(current) }])).resolves.toMatchObject([
      {
        ok: false,
        error: { kind: 'retry', code: 'server-error' },
        partly: { subject: 'Renamed', version: 'W/"S-2"', exceptions: [] },
      },
    ]);
    expect(writes().map(idIn)).toEqual(['S', 'O2026-05-11']);
  });

  it('goes on after an occurrence that is refused, and says in plain words why', async () => {
    graph.script = serve((request) =>
      idIn(request) === 'O2026-05-11'
        ? graphError(400, 'ErrorOccurrenceCrossingBoundary')
        : found(occurrenceItem('O2026-05-18', '2026-05-18')),
    );
    const current = read('S');
    const [outcome] = await events.update([{ current, desired: desired(current) }]);
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'give-up', code: 'refused-value', action: expect.stringMatching(/neighbour/) as string },
      partly: { subject: 'Renamed' },
    });
    // The refused one once more after the other, which might have been in its way.
    expect(writes().map(idIn)).toEqual(['S', 'O2026-05-11', 'O2026-05-18', 'O2026-05-11']);
  });

  it('gives up on a day on which Exchange shows no occurrence', async () => {
    graph.script = ({ url }) => (url.includes('/instances?') ? found({ value: [] }) : found(seriesItem('S')));
    const current = read('S');
    await expect(
      events.update([{ current, desired: { ...current, cancelled: ['2026-05-18'] } }]),
    ).resolves.toMatchObject([
      { ok: false, error: { kind: 'give-up', message: expect.stringMatching(/2026-05-18/) as string } },
    ]);
  });

  it('gives up on an occurrence that stays cancelled, after writing the recurrence anew', async () => {
    const cancelledOccurrences = ['OID.S.2026-05-18'];
    graph.script = () => found(seriesItem('S', { cancelledOccurrences }));
    const current = read('S', { cancelled: ['2026-05-18'] });
    const [outcome] = await events.update([{ current, desired: { ...current, cancelled: [] } }]);
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        kind: 'give-up',
        code: 'refused-value',
        message: expect.stringMatching(/2026-05-18/) as string,
      },
      partly: { cancelled: ['2026-05-18'] },
    });
    expect(writes().map(({ body }) => Object.keys(body as object))).toEqual([
      ['start', 'end', 'isAllDay', 'recurrence'],
    ]);
  });

  it('is changed meanwhile where the series goes away after its write', async () => {
    graph.script = ({ method }) =>
      method === 'PATCH' ? found(seriesItem('S')) : graphError(404, 'ErrorItemNotFound');
    const current = read('S');
    await expect(events.update([{ current, desired: { ...current, subject: 'x' } }])).resolves.toMatchObject([
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
  });

  (hasGraphSchema ? it : it.skip)('is sent with bodies that Graph’s metadata allows', async () => {
    const validate = graphValidator('event');
    graph.script = serve((request) => found(occurrenceItem(idIn(request), '2026-05-18')));
    const current = read('S');
    await events.update([
      { current, desired: desired({ ...current, mark: '7', start: '2026-05-04T07:30:00Z' }) },
    ]);
    graph.script = () => found(eventItem('S'));
    await events.update([{ current, desired: { ...current, recurrence: undefined } }]);
    const bodies = writes().map(({ body }) => body);
    expect(bodies).toHaveLength(4);
    for (const body of bodies) {
      expect({ valid: validate(body), errors: validate.errors }).toMatchObject({ valid: true });
    }
  });
});
