import type { OrocrmId, OutlookId } from '../../records/ids';
import type { OrocrmTask, OrocrmTaskStatus, OutlookTask, OutlookTaskStatus } from '../../records/task';
import type { FieldRow, Mapping } from '../lens';
import { titleForm, titleToOrocrm, titleToWrite } from '../title';
import { dueDay, moveToDay } from './due-date';

type Row = FieldRow<OrocrmTask, OutlookTask>;

/** The task table of spec 5, row by row. `timeZone`: the mailbox's, IANA, in which a due date is a day. */
export const taskMapping = (timeZone: string): Mapping<OrocrmTask, OutlookTask> => ({
  rows: [subject, priority, dueDate(timeZone), status],
  blankOrocrm,
  blankOutlook,
});

const subject: Row = {
  field: 'subject',
  orocrm: ['subject'],
  outlook: ['title'],
  fromOrocrm: (task) => titleForm(task.subject),
  fromOutlook: (task) => titleForm(task.title),
  toOrocrm: (_, source) => ({ subject: titleToOrocrm(source.title) }),
  toOutlook: (_, source) => ({ title: titleToWrite(source.subject) }),
};

const priority: Row = {
  field: 'priority',
  orocrm: ['priority'],
  outlook: ['importance'],
  fromOrocrm: (task) => task.priority,
  fromOutlook: (task) => task.importance,
  toOrocrm: (_, source) => ({ priority: source.importance }),
  toOutlook: (_, source) => ({ importance: source.priority }),
};

/** An instant in OroCRM, a day in To Do: while the day is the same OroCRM's time survives. */
const dueDate = (zone: string): Row => ({
  field: 'dueDate',
  orocrm: ['dueDate'],
  outlook: ['dueDate'],
  fromOrocrm: (task) => dueDay(task.dueDate, zone),
  fromOutlook: (task) => task.dueDate,
  toOrocrm: (target, source) => ({ dueDate: moveToDay(target.dueDate, source.dueDate, zone) }),
  toOutlook: (_, source) => ({ dueDate: dueDay(source.dueDate, zone) }),
});

/** Spec 5: what Outlook says in more words than OroCRM has survives there. */
const statusInOrocrm: Readonly<Record<OutlookTaskStatus, OrocrmTaskStatus>> = {
  notStarted: 'open',
  inProgress: 'in_progress',
  completed: 'closed',
  waitingOnOthers: 'in_progress',
  deferred: 'in_progress',
};

const statusInOutlook: Readonly<Record<OrocrmTaskStatus, OutlookTaskStatus>> = {
  open: 'notStarted',
  in_progress: 'inProgress',
  closed: 'completed',
};

const status: Row = {
  field: 'status',
  orocrm: ['status'],
  outlook: ['status'],
  fromOrocrm: (task) => task.status,
  fromOutlook: (task) => statusInOrocrm[task.status],
  toOrocrm: (_, source) => ({ status: statusInOrocrm[source.status] }),
  toOutlook: (_, source) => ({ status: statusInOutlook[source.status] }),
};

const blankOrocrm: OrocrmTask = {
  ...{ id: '' as OrocrmId, version: '', createdAt: '', owner: '' },
  ...{ subject: '', priority: 'normal', dueDate: '', status: 'open' },
};

const blankOutlook: OutlookTask = {
  ...{ id: '' as OutlookId, version: '', createdAt: '', mark: '', folder: '' },
  ...{ title: '', importance: 'normal', dueDate: '', status: 'notStarted' },
};
