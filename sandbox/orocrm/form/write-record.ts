import { accessDenied, invalid, notFound, Refused, requestData, type ApiError } from '../jsonapi/errors';
import { objectKey } from '../jsonapi/included';
import { textOf, type JsonObject } from '../jsonapi/json';
import { readMeta, unsupportedFlag, upsertRefused } from '../jsonapi/meta-flags';
import { isVisible } from '../jsonapi/resource';
import { idOf, type EntityId, type EntityType } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { repairSiblings } from './address-rules';
import type { Draft } from './draft';
import { RecordForm, type FormContext } from './record-form';
import type { UnitOfWork } from './unit-of-work';

/** An included object with the place it has in the request. */
export interface IncludedInput {
  readonly object: JsonObject;
  readonly pointer: string;
}

/** One primary record of a request with what it includes. */
export interface WriteInput {
  readonly type: EntityType;
  readonly data: JsonObject;
  readonly included: readonly IncludedInput[];
  /** Undefined: create. */
  readonly id: EntityId | undefined;
  /** Place of the primary object, `/data` or `/data/3`. */
  readonly base: string;
  /** Place of errors of the record as a whole; a single record has none. */
  readonly root: string | undefined;
  /** Ids of included records that an earlier item of the same batch made. */
  readonly known: ReadonlyMap<string, EntityId>;
}

/** What was written, for the answer. */
export interface Written {
  readonly id: EntityId;
  readonly created: boolean;
  readonly included: readonly {
    readonly type: EntityType;
    readonly id: EntityId;
    /** The id that the client used for it. */
    readonly includeId: string;
  }[];
}

export interface WriteContext {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly viewer: Viewer;
  readonly unit: UnitOfWork;
}

interface IncludedDraft extends IncludedInput {
  readonly draft: Draft;
  readonly includeId: string;
}

/** Opens or makes the record of an included object. */
function openIncluded(
  context: WriteContext,
  input: IncludedInput,
  errors: ApiError[],
): IncludedDraft | undefined {
  const { world, catalogue, viewer, unit } = context;
  const { object, pointer } = input;
  const type = textOf(object['type']);
  const definition = catalogue.find(type);
  if (definition === undefined) {
    const detail = `Unknown entity type: ${type}.`;
    errors.push(invalid('entity type', detail, { pointer: `${pointer}/type` }));
    return undefined;
  }
  const flags = readMeta(object, `${pointer}/meta`, world.capabilities.validateFlag);
  errors.push(...flags.errors);
  if (flags.validate) errors.push(unsupportedFlag('validate', `${pointer}/meta`));
  if (flags.upsert !== false) errors.push(upsertRefused(flags.upsert, `${pointer}/meta`));
  if (flags.errors.length > 0 || flags.validate || flags.upsert !== false) return undefined;
  const action = flags.update ? 'update' : 'create';
  if (!definition.actions.has(action)) {
    const detail = `The "${action}" action is not allowed.`;
    errors.push({ status: 400, title: 'action not allowed exception', detail, pointer });
    return undefined;
  }
  const includeId = textOf(object['id']);
  if (!flags.update) return { ...input, draft: unit.create(definition.type), includeId };
  if (definition.integerId && !/^\d+$/.test(includeId)) {
    const detail = `Expected integer value. Given "${includeId}".`;
    errors.push(invalid('entity identifier', detail, { pointer: `${pointer}/id` }));
    return undefined;
  }
  const present = unit.find(definition.type, idOf(includeId));
  const draft = present === undefined ? undefined : unit.open(definition.type, idOf(includeId));
  if (present === undefined || draft === undefined) {
    errors.push(invalid('entity', 'The entity does not exist.', { pointer }));
    return undefined;
  }
  if (!isVisible(definition, present, viewer, world)) {
    errors.push(accessDenied('No access to the entity.', pointer));
    return undefined;
  }
  return { ...input, draft, includeId };
}

function openAll(context: WriteContext, inputs: readonly IncludedInput[]): Map<string, IncludedDraft> {
  const errors: ApiError[] = [];
  const opened = new Map<string, IncludedDraft>();
  for (const input of inputs) {
    const key = objectKey(input.object) ?? '';
    const twin = opened.get(key);
    if (twin !== undefined) {
      const index = twin.pointer.split('/').at(-1) ?? '';
      errors.push(requestData(`The item duplicates the item with the index ${index}`, input.pointer));
      continue;
    }
    const draft = openIncluded(context, input, errors);
    if (draft !== undefined) opened.set(key, draft);
  }
  if (errors.length > 0) throw new Refused(...errors);
  return opened;
}

function openPrimary(context: WriteContext, input: WriteInput): Draft {
  const { world, catalogue, viewer, unit } = context;
  const definition = catalogue.of(input.type);
  if (input.id === undefined) {
    if (definition.writable?.(viewer, undefined) === false) {
      throw new Refused(accessDenied('No access to this type of entities.'));
    }
    return unit.create(input.type);
  }
  const present = unit.find(input.type, input.id);
  const draft = present === undefined ? undefined : unit.open(input.type, input.id);
  if (present === undefined || draft === undefined) throw notFound();
  if (!isVisible(definition, present, viewer, world)) throw new Refused(accessDenied());
  if (definition.writable?.(viewer, present) === false) {
    throw new Refused(accessDenied('No access by "EDIT" permission to the entity.'));
  }
  return draft;
}

/**
 * Creates or updates a record and what is included with it, within the unit of work; nothing is saved yet.
 * @throws Refused with everything that is wrong
 */
export function writeRecord(context: WriteContext, input: WriteInput): Written {
  const opened = openAll(context, input.included);
  const primary = openPrimary(context, input);
  const sentKey = objectKey(input.data);
  const form: FormContext = {
    ...context,
    resolve: (type, id) => {
      const key = `${type}::${id}`;
      if (key === sentKey) return primary.id;
      return opened.get(key)?.draft.id ?? input.known.get(key);
    },
  };
  const forms = [
    ...[...opened.values()].map(
      ({ draft, object, pointer }) => new RecordForm(form, draft, object, pointer, pointer),
    ),
    new RecordForm(form, primary, input.data, input.base, input.root),
  ];
  const unreadable = forms.flatMap((each) => each.read());
  if (unreadable.length > 0) throw new Refused(...unreadable);
  for (const each of forms) each.fill();
  for (const { draft } of forms) if (draft.type === 'contactaddresses') repairSiblings(draft, context.unit);
  const primaryForm = forms.at(-1);
  const errors = [
    ...(primaryForm?.validate() ?? []),
    ...forms.slice(0, -1).flatMap((each) => each.validate()),
  ];
  if (errors.length > 0) throw new Refused(...errors);
  return {
    id: primary.id,
    created: input.id === undefined,
    included: [...opened.values()].map(({ draft, includeId }) => ({
      type: draft.type,
      id: draft.id,
      includeId,
    })),
  };
}
