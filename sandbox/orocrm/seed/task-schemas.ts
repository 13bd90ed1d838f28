import { z } from 'zod';
import { taskStatuses } from '../workflow/task-flow';
import { remindersSchema } from '../rest/reminders';
import { stamp, text, who } from './fields';

const taskFields = {
  /** A user by id, user name or e-mail address. */
  owner: who.nullable(),
  createdBy: who.nullable(),
  subject: z.string().min(1).max(255),
  description: text,
  /** An instant; whole seconds are kept. */
  dueDate: stamp.nullable(),
  taskPriority: z.enum(['low', 'normal', 'high']),
  status: z.enum(taskStatuses),
  activityTargets: z.array(
    z.strictObject({ type: z.enum(['accounts', 'contacts', 'users']), id: z.string().min(1) }),
  ),
  reminders: remindersSchema,
  createdAt: stamp,
  updatedAt: stamp,
  /** Who does it. */
  as: who,
};

export const newTaskSchema = z
  .strictObject({ id: z.string(), ...taskFields })
  .partial()
  .required({ subject: true });
export const taskChangeSchema = z.strictObject(taskFields).partial();

export type NewTask = z.input<typeof newTaskSchema>;
export type TaskChange = z.input<typeof taskChangeSchema>;
