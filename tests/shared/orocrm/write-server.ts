import type { OrocrmContact } from '../../../shared/records/contact';
import { orocrmId } from '../../../shared/records/ids';
import type { Change, WriteOutcome } from '../../../shared/sync/ports/orocrm';
import { blankContact, connectTo, contactResource, errorBody } from './fixtures';
import {
  apiRequests,
  startScripted,
  withToken,
  type Recorded,
  type Reply,
  type ScriptedServer,
} from './scripted-server';

interface Item {
  readonly id?: string;
  readonly meta?: { readonly update?: boolean };
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface Body {
  readonly data: Item | readonly Item[];
  readonly included?: readonly Item[];
}

export const itemsOf = (request: Recorded): readonly Item[] => [(request.body as Body).data].flat();
export const isBatch = (request: Recorded): boolean => Array.isArray((request.body as Body).data);
export const isProbe = (request: Recorded): boolean =>
  isBatch(request) && itemsOf(request).every((item) => item.attributes === undefined);
export const isRealBatch = (request: Recorded): boolean => isBatch(request) && !isProbe(request);

export const asyncOperation: Reply = { status: 202, body: { data: { type: 'asyncoperations', id: '1' } } };
export const refused: Reply = {
  status: 400,
  body: errorBody('not blank constraint', 'This value should not be blank.'),
};

/** Answers in place of the server where it wants. */
export type Override = (request: Recorded) => Reply | undefined;

/** What the outcomes come to, one short text each. */
export const brief = (outcomes: readonly WriteOutcome<OrocrmContact>[]): string[] =>
  outcomes.map((outcome) =>
    outcome.ok
      ? `${outcome.record.id} ${outcome.record.firstName}`
      : `${outcome.error.kind} ${outcome.error.code}`,
  );

export const drafts = (...names: string[]): OrocrmContact[] =>
  names.map((firstName) => ({ ...blankContact, firstName }));

export const changes = (...ids: number[]): Change<OrocrmContact>[] =>
  ids.map((id) => {
    const current = { ...blankContact, id: orocrmId(String(id)), firstName: 'old' };
    return { current, desired: { ...current, firstName: `new ${id}` } };
  });

/** An OroCRM that has synchronous batches, as far as a write needs one. New records count up from 1000. */
export class WriteServer {
  private nextId = 1000;

  private constructor(private server: ScriptedServer | undefined) {}

  static async start(override: Override = () => undefined): Promise<WriteServer> {
    const started = new WriteServer(undefined);
    started.server = await startScripted(
      withToken((request) => override(request) ?? started.answer(request)),
    );
    return started;
  }

  get url(): string {
    return this.server?.url ?? '';
  }

  get requests(): readonly Recorded[] {
    return this.server === undefined ? [] : apiRequests(this.server);
  }

  /** `POST`, `PATCH`, `probe`, `batch 3`, `GET`, in the order asked. */
  get calls(): string[] {
    return this.requests.map((request) => {
      if (request.method === 'GET' || request.method === 'DELETE' || !isBatch(request)) return request.method;
      return isProbe(request) ? 'probe' : `batch ${itemsOf(request).length}`;
    });
  }

  async create(names: string[], owner?: string): Promise<string[]> {
    const store = connectTo(this.url).contacts(owner === undefined ? undefined : orocrmId(owner));
    return brief(await store.create(drafts(...names)));
  }

  async update(...ids: number[]): Promise<string[]> {
    return brief(
      await connectTo(this.url)
        .contacts()
        .update(changes(...ids)),
    );
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  /** The answer to a write that names ids and nothing else. */
  bare(request: Recorded): object {
    const items = itemsOf(request).map((item) => ({
      type: 'contacts',
      id: item.meta?.update === true ? item.id : String(this.nextId++),
      meta: { dataId: item.id },
    }));
    return { data: isBatch(request) ? items : items[0] };
  }

  private answer(request: Recorded): Reply {
    if (request.method === 'GET') {
      const ids = request.query['filter[id]']?.split(',') ?? [];
      return { body: { data: ids.map((id) => contactResource(id, { firstName: 'read' })) } };
    }
    const resources = itemsOf(request).map((item) => {
      const isUpdate = item.meta?.update === true || (request.method === 'PATCH' && !isBatch(request));
      const id = isUpdate ? item.id : String(this.nextId++);
      const meta = isBatch(request) ? { meta: { dataId: item.id } } : {};
      return { ...contactResource(String(id), item.attributes), ...meta };
    });
    if (request.method === 'POST') return { status: 201, body: { data: resources[0] } };
    // Out of order, so that only the ids tell which is which.
    return { body: { data: isBatch(request) ? resources.reverse() : resources[0] } };
  }
}
