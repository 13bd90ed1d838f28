import { z } from 'zod';
import type { NewContact } from '../../orocrm/seed/schemas';
import { itemsOf, textsOf, valueOf } from './attributes';
import type { Resource } from './document';

const copied = [
  ...([
    'namePrefix',
    'firstName',
    'middleName',
    'lastName',
    'nameSuffix',
    'description',
    'jobTitle',
  ] as const),
  ...(['fax', 'skype', 'twitter', 'facebook', 'googlePlus', 'linkedIn'] as const),
  ...(['primaryEmail', 'primaryPhone'] as const),
];

/** The attributes of a contact. @throws Error where OroCRM itself would refuse it */
export function contactFromResource(resource: Resource): NewContact {
  const texts = textsOf(resource, copied);
  const emails = itemsOf(resource, 'emails', 'email') ?? single(texts.primaryEmail);
  const phones = itemsOf(resource, 'phones', 'phone') ?? single(texts.primaryPhone);
  const named = [texts.firstName, texts.lastName].some((name) => (name ?? '') !== '');
  if (!named && emails.length === 0 && phones.length === 0) {
    throw new Error('it has neither first name, last name, e-mail nor phone');
  }
  return {
    ...texts,
    emails,
    phones,
    ...optional('gender', valueOf(resource, 'gender', z.enum(['male', 'female']))),
    ...optional('birthday', valueOf(resource, 'birthday', z.iso.date())),
    ...optional('externalId', valueOf(resource, 'externalId', z.string().max(36))),
    ...optional('createdAt', valueOf(resource, 'createdAt', z.iso.datetime())),
    ...optional('updatedAt', valueOf(resource, 'updatedAt', z.iso.datetime())),
  };
}

const single = (item: string | null | undefined): string[] => ((item ?? '') === '' ? [] : [item as string]);

const optional = <N extends string, T>(name: N, value: T | undefined): { [key in N]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { [key in N]: T });
