import { SyncError } from '../errors';
import { parseOrocrmId, type OrocrmId } from '../records/ids';
import type { OrocrmCredential } from './access';
import { parseBody, type JsonApi } from './json-api/client';
import { manySchema, oneSchema, toOne, type Resource } from './json-api/document';
import { Refusal } from './json-api/refusal';

/** Whose credential it is; '' where OroCRM does not let it be read. */
export interface OrocrmIdentity {
  readonly userId: OrocrmId | '';
  /** The user's organisation: other ids than before mean that the old ids name strangers. */
  readonly organizationId: OrocrmId | '';
}

/**
 * Not everybody may see users, and not every version has the profile: then another way is tried. An API that is off
 * or elsewhere answers without an error document, and stays an error.
 */
function isUnavailable(thrown: unknown): boolean {
  if (!(thrown instanceof Refusal)) return false;
  const { status, problems } = thrown;
  return status === 403 || status === 405 || (status === 404 && problems.length > 0);
}

const idOf = (resource: Resource | undefined): OrocrmId | '' =>
  resource === undefined ? '' : (parseOrocrmId(resource.id) ?? '');

function organizationOf(resource: Resource | undefined): OrocrmId | '' {
  const organization = resource === undefined ? undefined : toOne(resource, 'organization');
  return organization ? (parseOrocrmId(organization.id) ?? '') : '';
}

async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (isUnavailable(thrown)) return undefined;
    throw thrown;
  }
}

/** Users of OroCRM, as far as the sync needs them (reference 4). */
export class Users {
  constructor(
    private readonly api: JsonApi,
    private readonly credential: OrocrmCredential,
  ) {}

  /** @throws SyncError for what is wrong with the connection as a whole */
  async identity(): Promise<OrocrmIdentity> {
    const profile = (await orNothing(() => this.profile())) ?? (await orNothing(() => this.byUsername()));
    const userId = idOf(profile);
    const organizationId = organizationOf(profile);
    if (userId === '' || organizationId !== '') return { userId, organizationId };
    return { userId, organizationId: organizationOf(await orNothing(() => this.user(userId))) };
  }

  /** @throws SyncError `forbidden` when the credential may not view users */
  async exists(id: OrocrmId): Promise<boolean> {
    try {
      return (await this.user(id)).id === id;
    } catch (thrown) {
      if (thrown instanceof SyncError && thrown.code === 'not-found') return false;
      throw thrown;
    }
  }

  private async profile(): Promise<Resource> {
    const answer = await this.api.send({ method: 'GET', type: 'userprofile', effect: 'read' });
    return parseBody(oneSchema, answer, 'userprofile').data;
  }

  private async byUsername(): Promise<Resource | undefined> {
    if (this.credential.kind === 'client') return undefined;
    const query = { 'filter[username]': this.credential.username, 'fields[users]': 'organization' };
    const answer = await this.api.send({ method: 'GET', type: 'users', query, effect: 'read' });
    const { data } = parseBody(manySchema, answer, 'users');
    return data.length === 1 ? data[0] : undefined;
  }

  private async user(id: OrocrmId): Promise<Resource> {
    const query = { 'fields[users]': 'organization' };
    const answer = await this.api.send({ method: 'GET', type: 'users', id, query, effect: 'read' });
    return parseBody(oneSchema, answer, 'users').data;
  }
}
