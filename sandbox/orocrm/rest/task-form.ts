import { isoSeconds } from '../clock';
import { UnitOfWork } from '../form/unit-of-work';
import { writeRecord } from '../form/write-record';
import { dueDateMissing, notValid } from '../form/messages';
import { Refused, type ApiError } from '../jsonapi/errors';
import { isList, type Json, type JsonObject } from '../jsonapi/json';
import type { Entity, EntityId } from '../model/entity';
import { restInstant } from './date-time';
import { readReminders } from './reminders';
import { RestRefused, type RestCall } from './route';

const fields = [
  'subject',
  'description',
  'dueDate',
  'status',
  'taskPriority',
  'reminders',
  'owner',
  'createdAt',
] as const;
type Field = (typeof fields)[number];
/** Dropped before the form sees them (TaskController). */
const dropped = ['id', 'updatedAt'];

const attribute = (name: Field): string => `/data/attributes/${name}`;

/** A date-time as the JSON:API takes it; with another notation of the offset than there (`+0000`). */
function dateTime(value: Json, name: Field, errors: ApiError[]): Json {
  if (value === null || value === '') return null;
  const instant = typeof value === 'string' ? restInstant(value) : undefined;
  if (instant !== undefined) return isoSeconds(instant);
  errors.push(notValid(attribute(name)));
  return null;
}

function linked(type: string, value: Json): JsonObject {
  if (value === null || value === '' || typeof value === 'object') return { data: null };
  // Options of an enumeration are named with it in newer releases: `task_status.open`.
  return { data: { type, id: String(value).replace(/^task_status\./, '') } };
}

const linkTypes = { status: 'taskstatuses', taskPriority: 'taskpriorities', owner: 'users' } as const;

/** The form's values as a resource object, so that both APIs write a task by the same rules. */
function resourceOf(body: JsonObject, isNew: boolean, errors: ApiError[]): JsonObject {
  const attributes: Record<string, Json> = {};
  const relationships: Record<string, Json> = {};
  for (const name of ['subject', 'description'] as const) {
    if (body[name] !== undefined) attributes[name] = body[name];
  }
  if (body['dueDate'] !== undefined) attributes['dueDate'] = dateTime(body['dueDate'], 'dueDate', errors);
  for (const name of ['status', 'taskPriority', 'owner'] as const) {
    if (body[name] !== undefined) relationships[name] = linked(linkTypes[name], body[name]);
  }
  // The default option of the enumeration is chosen for a new record.
  if (isNew) relationships['status'] ??= linked('taskstatuses', 'open');
  return { type: 'tasks', attributes, relationships };
}

/** The older REST has one word for everything that a field cannot be made of. */
function wordsOf({ title, detail }: ApiError): string {
  return title === 'form constraint' ? 'This value is not valid.' : (detail ?? title);
}

function refusal(errors: readonly ApiError[], own: readonly string[]): RestRefused {
  const byField: Record<string, string[]> = {};
  for (const error of errors) {
    const name = error.pointer?.split('/')[3] ?? '';
    (byField[name] ??= []).push(wordsOf(error));
  }
  return RestRefused.form(fields, byField, own);
}

function collect(work: () => { readonly id: EntityId }, errors: ApiError[]): EntityId | undefined {
  try {
    return work().id;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    errors.push(...error.errors);
    return undefined;
  }
}

/**
 * Creates a task, or changes what is named of one (PatchSubscriber). Answers its id.
 * @throws RestRefused 400 with the errors by field
 */
export function submitTask(
  { world, catalogue, viewer, body }: RestCall,
  present: Entity | undefined,
): EntityId {
  const errors: ApiError[] = [];
  const known = (name: string): boolean => fields.some((field) => field === name) || dropped.includes(name);
  const extra = Object.keys(body).some((name) => !known(name));
  const createdAt =
    body['createdAt'] === undefined ? undefined : dateTime(body['createdAt'], 'createdAt', errors);
  const reminders = body['reminders'] === undefined ? undefined : readReminders(body['reminders']);
  if (body['reminders'] !== undefined && reminders === undefined)
    errors.push(notValid(attribute('reminders')));
  const unit = new UnitOfWork(world);
  const id = collect(
    () =>
      writeRecord(
        { world, catalogue, viewer, unit },
        {
          type: 'tasks',
          data: resourceOf(body, present === undefined, errors),
          included: [],
          id: present?.id,
          base: '/data',
          root: undefined,
          known: new Map(),
        },
      ),
    errors,
  );
  const draft = id === undefined ? undefined : unit.open('tasks', id);
  if (draft !== undefined) {
    if (reminders !== undefined) draft.attributes['reminders'] = reminders;
    if (typeof createdAt === 'string') draft.attributes['createdAt'] = createdAt;
    const { reminders: kept, dueDate } = draft.attributes;
    if (isList(kept) && kept.length > 0 && (dueDate ?? null) === null) {
      errors.push(dueDateMissing(attribute('dueDate')));
    }
  }
  if (extra || errors.length > 0 || id === undefined) {
    throw refusal(errors, extra ? ['This form should not contain extra fields.'] : []);
  }
  unit.save(viewer);
  return id;
}
