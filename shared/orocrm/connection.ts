import type { Places } from '../mapping/contact/places';
import type { OrocrmContact } from '../records/contact';
import type { OrocrmId } from '../records/ids';
import type { OrocrmFeed, OrocrmStore } from '../sync/ports/orocrm';
import { credentialKey, type OrocrmCredential } from './access';
import type { OrocrmEvent } from '../records/event';
import type { EntityName } from '../records/record';
import type { OrocrmTask } from '../records/task';
import type { Authorizer } from './auth/authorizer';
import { AuthorizedHttp } from './authorized-http';
import { OAuthAuthorizer } from './auth/oauth';
import { WsseAuthorizer } from './auth/wsse';
import { contactType } from './contacts';
import { CalendarAccess } from './events/calendar-access';
import { OrocrmEventsFeed } from './events/events-feed';
import { OrocrmEvents } from './events/events-store';
import { JsonApiFeed } from './feed';
import { defaultHttpOptions, Http, type HttpOptions } from './http';
import { memoryOf } from './installation';
import { JsonApi } from './json-api/client';
import { listPage } from './listing';
import { PlaceDirectory } from './places';
import type { OrocrmContext } from './reader';
import { OlderRest } from './rest/client';
import { JsonApiStore } from './store';
import { taskType } from './tasks';
import { OrocrmTasks } from './tasks-store';
import { Users, type OrocrmIdentity } from './users';

export interface OrocrmOptions extends Partial<HttpOptions> {
  readonly credential: OrocrmCredential;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/** The JSON:API type of each entity that has one; events have the older REST alone (reference 0). */
const feedTypes = { contacts: contactType.type, tasks: taskType.type } as const;

/** OroCRM as one credential sees it. Keep it as long as the credential is the same: it holds tokens and connections. */
export interface OrocrmConnection {
  /** `credentialKey` of its credential. */
  readonly key: string;
  /** `owner`: with the service credential, the user whose records the mailbox has. */
  contacts(owner?: OrocrmId): OrocrmStore<OrocrmContact>;
  tasks(owner?: OrocrmId): OrocrmStore<OrocrmTask>;
  /** `calendar`: with the service credential, the one that is configured; else the default one of the user. */
  events(calendar?: OrocrmId): OrocrmStore<OrocrmEvent>;
  /** The default calendar of the credential's user. @throws SyncError */
  defaultCalendar(): Promise<OrocrmId>;
  feed(entity: EntityName): OrocrmFeed;
  /** Countries and regions, whole; the same object for some hours. @throws SyncError */
  places(): Promise<Places>;
  /** @throws SyncError */
  identity(): Promise<OrocrmIdentity>;
  /** @throws SyncError `forbidden` when users may not be viewed */
  userExists(id: OrocrmId): Promise<boolean>;
  /** Tries address, credential and the list of contacts. @throws SyncError whose `action` says what to do */
  test(): Promise<OrocrmIdentity>;
  /** Ends idle connections. */
  close(): void;
}

function authorizerOf(credential: OrocrmCredential, http: Http, now: () => number): Authorizer {
  switch (credential.kind) {
    case 'client':
    case 'password':
      return new OAuthAuthorizer(credential, http, now);
    case 'wsse':
      return new WsseAuthorizer(credential, now);
  }
}

/** Connects nothing yet. @throws SyncError `wrong-setting` when the certificate file cannot be read */
export function connect(options: OrocrmOptions): OrocrmConnection {
  const { credential } = options;
  const now = options.now ?? Date.now;
  const http = new Http(credential, {
    timeoutMs: options.timeoutMs ?? defaultHttpOptions.timeoutMs,
    maxAnswerBytes: options.maxAnswerBytes ?? defaultHttpOptions.maxAnswerBytes,
    onAnswer: options.onAnswer,
  });
  const authorized = new AuthorizedHttp(credential, http, authorizerOf(credential, http, now));
  const api = new JsonApi(credential, authorized);
  const rest = new OlderRest(credential, authorized);
  const memory = memoryOf(credential, now);
  const places = new PlaceDirectory(api, memory, now);
  const context: OrocrmContext = { api, memory, places };
  const users = new Users(api, credential);
  const calendars = new CalendarAccess(rest, now);
  return {
    key: credentialKey(credential),
    contacts: (owner) => new JsonApiStore(context, contactType, owner),
    tasks: (owner) => new OrocrmTasks(context, rest, owner),
    events: (calendar) => new OrocrmEvents(calendars, calendar),
    defaultCalendar: () => calendars.own.id(),
    feed: (entity) =>
      entity === 'calendarEvents'
        ? new OrocrmEventsFeed(calendars)
        : new JsonApiFeed(context, feedTypes[entity]),
    places: () => places.places(),
    identity: () => users.identity(),
    userExists: (id) => users.exists(id),
    test: async () => {
      const query = { [`fields[${contactType.type}]`]: 'id' };
      await listPage(api, memory, { type: contactType.type, query, size: 1 });
      return users.identity();
    },
    close: () => http.close(),
  };
}
