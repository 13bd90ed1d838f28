import type { z } from 'zod';
import { hashed, newApiKey, newIdentifier, type Client, type Credentials } from '../auth/credentials';
import { ControlError } from '../../control';
import { UnitOfWork } from '../form/unit-of-work';
import { changed, idOf, text, type Entity } from '../model/entity';
import { userByAnyName } from '../model/users';
import { businessUnitId, organizationId, userRoleId, type World } from '../model/world';
import type { Json } from '../jsonapi/json';
import {
  clientChangeSchema,
  newApiKeySchema,
  newClientSchema,
  newUserSchema,
  userChangeSchema,
  type ClientChange,
  type NewApiKey,
  type NewClient,
  type NewUser,
  type UserChange,
} from './schemas';

/** A user as the control path shows it: without the password. */
export interface UserView {
  readonly id: string;
  readonly [attribute: string]: Json;
}

/** Values that are given, as attributes; of a password only a digest is kept. */
function kept({ password, ...values }: z.output<typeof userChangeSchema>): Record<string, Json> {
  const attributes: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) attributes[name] = value;
  if (password !== undefined) attributes['password'] = hashed(password);
  return attributes;
}

/** Users, OAuth clients and API keys, made and changed without the product's API. */
export class People {
  readonly #world: World;
  readonly #credentials: Credentials;

  constructor(world: World, credentials: Credentials) {
    this.#world = world;
    this.#credentials = credentials;
  }

  /** A user by id, user name or e-mail address. @throws ControlError 404 */
  user(name: string): Entity {
    const user = userByAnyName(this.#world, name);
    if (user === undefined) throw new ControlError(404, `There is no user ${name}.`);
    return user;
  }

  /** Names that are left out are made from the user name. @throws ZodError */
  addUser(input: NewUser): UserView {
    const { id: wanted, ...values } = newUserSchema.parse(input);
    const id = wanted === undefined ? this.#world.nextId('users') : idOf(wanted);
    this.#world.reserve('users', id);
    const now = this.#world.clock.stamp();
    const named = values.username.charAt(0).toUpperCase() + values.username.slice(1);
    const user: Entity = {
      type: 'users',
      id,
      attributes: {
        firstName: named,
        lastName: 'User',
        email: `${values.username}@example.com`,
        enabled: true,
        accessLevel: 'user',
        loginCount: 0,
        emails: [],
        createdAt: now,
        updatedAt: now,
        ...kept(values),
      },
      toOne: { owner: businessUnitId, organization: organizationId, auth_status: idOf('active') },
      toMany: {
        businessUnits: [businessUnitId],
        organizations: [organizationId],
        userRoles: [userRoleId],
        groups: [],
      },
    };
    this.#world.table('users').put(user);
    this.#world.calendars.defaultOf(user.id);
    return this.view(user);
  }

  /** @throws ZodError, ControlError 404 */
  changeUser(name: string, input: UserChange): UserView {
    const user = changed(this.user(name), {
      attributes: { ...kept(userChangeSchema.parse(input)), updatedAt: this.#world.clock.stamp() },
    });
    this.#world.table('users').put(user);
    return this.view(user);
  }

  deleteUser(name: string): void {
    const unit = new UnitOfWork(this.#world);
    unit.delete('users', this.user(name).id);
    unit.save(undefined);
  }

  users(): UserView[] {
    return this.#world
      .table('users')
      .inOrder()
      .map((user) => this.view(user));
  }

  view(user: Entity): UserView {
    const { password, ...attributes } = user.attributes;
    const passwordSet = password !== undefined && password !== null;
    return {
      id: user.id,
      ...attributes,
      passwordSet,
      apiKeys: this.#credentials.keysOf(user.id).map(({ key }) => key),
    };
  }

  /** A client with its secret. @throws ZodError, ControlError 404 */
  addClient(input: NewClient): { clientId: string; clientSecret: string } {
    const { clientId, clientSecret, user, ...rest } = newClientSchema.parse(input);
    const identifier = clientId ?? newIdentifier();
    const secret = clientSecret ?? newApiKey();
    const owner = user === undefined ? null : this.user(user).id;
    this.#credentials.clients.put(identifier, { identifier, secret, user: owner, ...rest });
    return { clientId: identifier, clientSecret: secret };
  }

  /** @throws ZodError, ControlError 404 */
  changeClient(identifier: string, input: ClientChange): void {
    const { active, clientSecret } = clientChangeSchema.parse(input);
    const client = this.#client(identifier);
    this.#credentials.clients.put(identifier, {
      ...client,
      active: active ?? client.active,
      secret: clientSecret ?? client.secret,
    });
  }

  deleteClient(identifier: string): void {
    this.#client(identifier);
    this.#credentials.clients.delete(identifier);
  }

  clients(): readonly Client[] {
    return [...this.#credentials.clients.all()];
  }

  /** The API key of a user for the one organization there is (WSSE). @throws ZodError, ControlError 404 */
  addApiKey(name: string, input: NewApiKey = {}): { username: string; apiKey: string } {
    const { apiKey, active } = newApiKeySchema.parse(input);
    const user = this.user(name);
    const key = apiKey ?? newApiKey();
    this.#credentials.apiKeys.put(key, { user: user.id, key, active });
    return { username: text(user, 'username') ?? '', apiKey: key };
  }

  #client(identifier: string): Client {
    const client = this.#credentials.clients.get(identifier);
    if (client === undefined) throw new ControlError(404, `There is no client ${identifier}.`);
    return client;
  }
}
