import type { OutlookEvent, OutlookException, OutlookRecurrence } from '../../../../../shared/records/event';
import { outlookId } from '../../../../../shared/records/ids';
import type { OutlookStore } from '../../../../../shared/sync/ports/outlook';
import { ada, SimulatedMailboxes } from '../../support/simulated-mailboxes';

/** The simulator, with the calendar of Ada as the product and as a person sees it. */
export class SimulatedCalendar {
  private constructor(readonly mailboxes: SimulatedMailboxes) {}

  static async start(): Promise<SimulatedCalendar> {
    return new SimulatedCalendar(await SimulatedMailboxes.start());
  }

  get graph(): SimulatedMailboxes['graph'] {
    return this.mailboxes.graph;
  }

  get events(): OutlookStore<OutlookEvent> {
    return this.mailboxes.outlook.events(ada);
  }

  async made(draft: OutlookEvent): Promise<OutlookEvent> {
    const [outcome] = await this.events.create([draft]);
    if (outcome?.ok !== true) throw outcome?.error ?? new Error('No outcome.');
    return outcome.record;
  }

  /** Writes a series as it shall be, exceptions and all. */
  async madeWhole(draft: OutlookEvent): Promise<OutlookEvent> {
    const made = await this.made(draft);
    const outcome = await this.changed(made, { exceptions: draft.exceptions, cancelled: draft.cancelled });
    if (!outcome.ok) throw outcome.error;
    return outcome.record;
  }

  async changed(current: OutlookEvent, desired: Partial<OutlookEvent>) {
    const [outcome] = await this.events.update([{ current, desired: { ...current, ...desired } }]);
    if (outcome === undefined) throw new Error('No outcome.');
    return outcome;
  }

  async readOne(id: string): Promise<OutlookEvent | undefined> {
    const reading = (await this.events.read([outlookId(id)])).records.get(outlookId(id));
    return reading?.state === 'there' ? reading.record : undefined;
  }

  /** The methods and bodies of the writes since the last look. */
  writes(): readonly { readonly method: string; readonly body: unknown }[] {
    const { log } = this.graph.control;
    const { entries } = log.since();
    log.clear();
    return entries
      .filter(({ write }) => write)
      .map(({ method, requestBody }) => ({ method, body: requestBody }));
  }
}

const blank: OutlookEvent = {
  ...{ id: outlookId(''), version: '', createdAt: '', mark: '', folder: '' },
  ...{ subject: '', start: '', end: '', isAllDay: false, timeZone: 'Europe/Berlin' },
  ...{ recurrence: undefined, exceptions: [], cancelled: [], isOrganizer: true, hasAttendees: false },
};

export const single = (more: Partial<OutlookEvent> = {}): OutlookEvent => ({
  ...blank,
  ...{ subject: 'Review', start: '2026-05-04T07:00:00Z', end: '2026-05-04T08:00:00Z' },
  ...more,
});

export const everyWeek: OutlookRecurrence = {
  ...{ type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday' },
  ...{ dayOfMonth: undefined, month: undefined, index: undefined },
  ...{ startDate: '2026-05-04', endDate: '', numberOfOccurrences: 6, timeZone: 'Europe/Berlin' },
};

/** Mondays from 2026-05-04 on, six times, nine to ten in Berlin. */
export const series = (more: Partial<OutlookEvent> = {}): OutlookEvent =>
  single({ recurrence: everyWeek, ...more });

export const exception = (originalDate: string, more: Partial<OutlookException> = {}): OutlookException => ({
  ...{ id: '', originalDate, subject: 'Review' },
  ...{ start: `${originalDate}T07:00:00Z`, end: `${originalDate}T08:00:00Z`, isAllDay: false },
  ...more,
});

/** What counts of an event: ids and etags are the mailbox's to give. */
export const content = (event: OutlookEvent | undefined): unknown =>
  event && {
    ...event,
    ...{ id: '', version: '', createdAt: '' },
    exceptions: event.exceptions.map((one) => ({ ...one, id: '' })),
  };
