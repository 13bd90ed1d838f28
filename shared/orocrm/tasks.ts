import { z } from 'zod';
import { parseOrocrmId, type OrocrmId } from '../records/ids';
import type { OrocrmTask } from '../records/task';
import { toOne, type Identifier, type Resource, type WriteDocument } from './json-api/document';
import type { Parsed, RecordType, Write } from './record-type';

const attributesSchema = z.object({
  subject: z.string().nullable(),
  dueDate: z.string().nullable(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().min(1),
});

const priorities = z.enum(['low', 'normal', 'high']);
const statuses = z.enum(['open', 'in_progress', 'closed']);

const fields = { 'fields[tasks]': 'subject,dueDate,createdAt,updatedAt,owner,taskPriority,status' };

/** Tasks of OroCRM (reference 2). A status other than `open` follows a create, by the workflow: see `OrocrmTasks`. */
export const taskType: RecordType<OrocrmTask> = {
  type: 'tasks',
  query: fields,
  plainQuery: fields,
  parse: parseTask,
  unnamedPlaces: () => ({ countries: new Set(), regions: new Set() }),
  creatable: (task) => ({ ...task, status: 'open' }),
  create: createTask,
  change: changeTask,
  relatedType: 'tasks',
  relatedIds: () => [],
};

const incomplete = (missing: string): { readonly complete: false; readonly missing: string } => ({
  complete: false,
  missing,
});

function parseTask(resource: Resource): Parsed<OrocrmTask> {
  const id = parseOrocrmId(resource.id);
  const attributes = attributesSchema.safeParse(resource.attributes);
  const owner = toOne(resource, 'owner');
  const priority = priorities.safeParse(toOne(resource, 'taskPriority')?.id);
  const status = statuses.safeParse(toOne(resource, 'status')?.id);
  if (id === undefined) return incomplete('id');
  if (!attributes.success) return incomplete(attributes.error.issues[0]?.path.join('.') ?? 'attributes');
  if (owner === undefined) return incomplete('owner');
  if (!priority.success) return incomplete('taskPriority');
  if (!status.success) return incomplete('status');
  const { subject, dueDate, createdAt, updatedAt } = attributes.data;
  return {
    complete: true,
    record: {
      ...{ id, version: updatedAt, createdAt: createdAt ?? '' },
      owner: owner === null ? '' : (parseOrocrmId(owner.id) ?? ''),
      ...{ subject: subject ?? '', dueDate: dueDate ?? '' },
      ...{ priority: priority.data, status: status.data },
    },
  };
}

const link = (type: string, id: string): { readonly data: Identifier } => ({ data: { type, id } });
const orNull = (text: string): string | null => (text === '' ? null : text);
const writeOf = (data: WriteDocument['data']): Write => ({ document: { data, included: [] }, removed: [] });

function createTask(draft: OrocrmTask, owner: OrocrmId | undefined): Write {
  return writeOf({
    type: 'tasks',
    attributes: {
      subject: draft.subject,
      ...(draft.dueDate === '' ? {} : { dueDate: draft.dueDate }),
    },
    relationships: {
      taskPriority: link('taskpriorities', draft.priority),
      status: link('taskstatuses', draft.status),
      ...(owner === undefined ? {} : { owner: link('users', owner) }),
    },
  });
}

/** Only what differs; the status too, where no workflow forbids it. */
function changeTask(current: OrocrmTask, desired: OrocrmTask): Write | undefined {
  const attributes = {
    ...(current.subject === desired.subject ? {} : { subject: desired.subject }),
    ...(current.dueDate === desired.dueDate ? {} : { dueDate: orNull(desired.dueDate) }),
  };
  const relationships = {
    ...(current.priority === desired.priority
      ? {}
      : { taskPriority: link('taskpriorities', desired.priority) }),
    ...(current.status === desired.status ? {} : { status: link('taskstatuses', desired.status) }),
  };
  const nothing = Object.keys(attributes).length + Object.keys(relationships).length === 0;
  if (nothing) return undefined;
  return writeOf({
    type: 'tasks',
    id: current.id,
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(Object.keys(relationships).length === 0 ? {} : { relationships }),
  });
}
