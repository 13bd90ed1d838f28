import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';

const mailboxFields = {
  /** Windows or IANA name (reference: Graph 6). */
  timeZone: z.string().min(1),
  language: z.string(),
  userPurpose: z.enum(['user', 'linked', 'shared', 'room', 'equipment', 'others']),
  /** False: the application's scope does not cover this mailbox, every call to it is 403. */
  inScope: z.boolean(),
};

const userFields = {
  userPrincipalName: z.string().min(1),
  mail: z.string().nullable(),
  displayName: z.string().nullable(),
  givenName: z.string().nullable(),
  surname: z.string().nullable(),
  jobTitle: z.string().nullable(),
  accountEnabled: z.boolean(),
};

const mailboxSchema = z.strictObject({
  timeZone: mailboxFields.timeZone.default('UTC'),
  language: mailboxFields.language.default('en-US'),
  userPurpose: mailboxFields.userPurpose.default('user'),
  inScope: mailboxFields.inScope.default(true),
});

export const userSchema = z.strictObject({
  id: z
    .guid()
    .toLowerCase()
    .default(() => randomUUID()),
  userPrincipalName: userFields.userPrincipalName,
  mail: userFields.mail.default(null),
  displayName: userFields.displayName.default(null),
  givenName: userFields.givenName.default(null),
  surname: userFields.surname.default(null),
  jobTitle: userFields.jobTitle.default(null),
  accountEnabled: userFields.accountEnabled.default(true),
  /** Null: a user without a mailbox in the cloud, whatever `mail` says (reference: Graph 6, DCI 7160). */
  mailbox: mailboxSchema.nullable().default(() => mailboxSchema.parse({})),
});

/** A change of a user: what is left out stays. */
export const userChangeSchema = z
  .strictObject({ ...userFields, mailbox: z.strictObject(mailboxFields).partial().nullable() })
  .partial();

export type User = z.infer<typeof userSchema>;
export type UserInput = z.input<typeof userSchema>;
export type UserChange = z.infer<typeof userChangeSchema>;

/** The users of the tenant. */
export class Directory {
  readonly #users: Collection<User>;
  readonly #byName = new Map<string, string>();

  constructor(store: DocumentStore) {
    this.#users = store.collection('graph.users', (value) => userSchema.parse(value));
    this.#index();
  }

  /** By id or user principal name, neither case-sensitive. */
  find(key: string): User | undefined {
    const name = key.toLowerCase();
    return this.#users.get(name) ?? this.#users.get(this.#byName.get(name) ?? '');
  }

  all(): User[] {
    return [...this.#users.all()];
  }

  /** Adds a user, or replaces the one with this id. */
  put(user: User): void {
    this.#users.put(user.id, user);
    this.#index();
  }

  delete(user: User): void {
    this.#users.delete(user.id);
    this.#index();
  }

  clear(): void {
    this.#users.clear();
    this.#index();
  }

  #index(): void {
    this.#byName.clear();
    for (const user of this.#users.all()) this.#byName.set(user.userPrincipalName.toLowerCase(), user.id);
  }
}
