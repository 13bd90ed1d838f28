import { textOf, type Json, type JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import { startOrocrm, type OrocrmOptions, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';

export const jsonApi = 'application/vnd.api+json';

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The document; an empty object where there is none. */
  readonly body: Document;
}

export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly meta?: JsonObject;
  readonly links?: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Json>>;
  readonly relationships: Readonly<Record<string, { readonly data: Json }>>;
}

export interface Document {
  readonly data?: unknown;
  readonly included?: readonly Resource[];
  readonly links?: Readonly<Record<string, string>>;
  readonly errors?: readonly JsonObject[];
}

/** An answer of the older REST; `body` is undefined where it is empty. */
export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json | undefined;
}

/** The one resource of a document. */
export const one = (answer: Answer): Resource => answer.body.data as Resource;
/** The resources of a list. */
export const many = (answer: Answer): readonly Resource[] => (answer.body.data ?? []) as readonly Resource[];
export const ids = (answer: Answer): readonly string[] => many(answer).map(({ id }) => id);

/** Errors without their status, as `title: detail @place`. */
export function errors(answer: Answer): string[] {
  return (answer.body.errors ?? []).map(({ title, detail, source }) => {
    const place = Object.values((source ?? {}) as Record<string, string>)[0];
    return `${textOf(title)}: ${textOf(detail)}${place === undefined ? '' : ` @${place}`}`;
  });
}

/** Speaks to a simulated OroCRM as one user. */
export class Client {
  constructor(
    readonly orocrm: SimulatedOrocrm,
    readonly token: string,
  ) {}

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.orocrm.apiUrl}${path}`, {
      method,
      headers: {
        Accept: jsonApi,
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'Content-Type': jsonApi }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const document = text.startsWith('{') ? (JSON.parse(text) as Document) : {};
    return { status: response.status, headers: response.headers, text, body: document };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  /** A call of the older REST, below `/api/rest/latest`. */
  async rest(
    method: string,
    path: string,
    body?: Json,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RestReply> {
    const sent = { Accept: 'application/json', 'Content-Type': 'application/json', ...headers };
    const answer = await this.send(method, `/rest/latest${path}`, body, sent);
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.text === '' ? undefined : (JSON.parse(answer.text) as Json),
    };
  }

  /** Creates a record of a type. */
  create(
    type: string,
    attributes?: JsonObject,
    relationships?: JsonObject,
    included?: Json,
  ): Promise<Answer> {
    return this.send('POST', `/${type}`, document({ type, attributes, relationships }, included));
  }

  /** Updates a record. */
  update(
    type: string,
    id: string,
    attributes?: JsonObject,
    relationships?: JsonObject,
    included?: Json,
  ): Promise<Answer> {
    return this.send('PATCH', `/${type}/${id}`, document({ type, id, attributes, relationships }, included));
  }
}

function document(data: Record<string, unknown>, included: Json | undefined): Record<string, unknown> {
  return { data, ...(included !== undefined && { included }) };
}

export const link = (type: string, id: string): JsonObject => ({ data: { type, id } });
export const links = (type: string, ...all: readonly string[]): JsonObject => ({
  data: all.map((id) => ({ type, id })),
});

/** A token by client credentials, for a user that is there. */
export async function signIn(orocrm: SimulatedOrocrm, user: string): Promise<Client> {
  const { clientId, clientSecret } = orocrm.addClient({ user });
  const response = await fetch(orocrm.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return new Client(orocrm, token);
}

/** A fresh OroCRM with a service user who sees everything, and two users who see their own. */
export async function company(
  options: OrocrmOptions = {},
): Promise<{ orocrm: SimulatedOrocrm; service: Client }> {
  const orocrm = await startOrocrm(options);
  orocrm.addUser({ username: 'service', accessLevel: 'organization' });
  orocrm.addUser({ username: 'ada', firstName: 'Ada', lastName: 'Lovelace', password: 'secret-ada' });
  orocrm.addUser({ username: 'bob', firstName: 'Bob', lastName: 'Barker' });
  return { orocrm, service: await signIn(orocrm, 'service') };
}

/** Moves the simulator's clock. */
export async function setClock(orocrm: SimulatedOrocrm, change: object): Promise<void> {
  await fetch(`${orocrm.url}/_control/clock`, { method: 'PUT', body: JSON.stringify(change) });
}
