import { invalid, requestData, type ApiError } from './errors';
import { isList, isObject, type JsonObject } from './json';

/** What `meta` of a resource object asks for. */
export interface MetaFlags {
  readonly update: boolean;
  /** True: by id; a list: by these fields. */
  readonly upsert: boolean | readonly string[];
  readonly validate: boolean;
  readonly errors: readonly ApiError[];
}

const value = (detail: string, pointer: string): ApiError => invalid('value', detail, { pointer });

/** Reads `meta.update`, `meta.upsert` and, where the release knows it, `meta.validate`. */
export function readMeta(object: JsonObject, pointer: string, knowsValidate: boolean): MetaFlags {
  const meta = isObject(object['meta']) ? object['meta'] : {};
  const errors: ApiError[] = [];
  const flag = (name: string): boolean => {
    const sent = meta[name];
    if (sent === undefined || typeof sent === 'boolean') return sent ?? false;
    errors.push(value('This value should be a boolean.', `${pointer}/${name}`));
    return false;
  };
  const update = flag('update');
  let upsert: MetaFlags['upsert'] = false;
  const sent = meta['upsert'];
  if (typeof sent === 'boolean') upsert = sent;
  else if (
    isList(sent) &&
    sent.length > 0 &&
    sent.every((name) => typeof name === 'string' && name.trim() !== '')
  ) {
    upsert = sent.length === 1 && sent[0] === 'id' ? true : sent.map(String);
  } else if (sent !== undefined) {
    errors.push(value('This value should be a boolean or an array of strings.', `${pointer}/upsert`));
  }
  const validate = knowsValidate && flag('validate');
  if ([update, upsert !== false, validate].filter(Boolean).length > 1) {
    errors.push(requestData('Only one meta option can be used.', pointer));
  }
  return { update, upsert, validate, errors };
}

/** A flag that the action does not take. */
export const unsupportedFlag = (name: string, pointer: string): ApiError =>
  value('The option is not supported.', `${pointer}/${name}`);

/** Why a record cannot be found for an upsert: contacts and their kind have ids from the database (section 6.5). */
export function upsertRefused(upsert: true | readonly string[], pointer: string): ApiError {
  if (upsert === true) {
    return value(
      'The upsert operation cannot use the entity identifier to find an entity.',
      `${pointer}/upsert`,
    );
  }
  const fields = upsert.length > 1 ? 'these fields' : 'this field';
  return value(`The upsert operation cannot use ${fields} to find an entity.`, `${pointer}/upsert`);
}
