/** An application permission of Microsoft Graph that the app needs (Graph reference 6). */
export interface Permission {
  readonly name: string;
  /** Id of the app role. Microsoft gives it out, and it is the same in every tenant. */
  readonly id: string;
  readonly why: string;
  /**
   * The role of Exchange that grants the same to chosen mailboxes only. Without one the permission holds for the whole
   * tenant, or not at all.
   */
  readonly exchangeRole?: string;
}

/**
 * All that the app may do in Microsoft 365. `infra/graph/` grants this and nothing more; tests compare the two. A
 * permission with an `exchangeRole` must not be granted in Entra where mailboxes are limited, since Exchange only adds to
 * what Entra grants (Graph reference 6).
 */
export const permissions = [
  {
    name: 'Contacts.ReadWrite',
    id: '6918b873-d17a-4dc1-b314-35f528134491',
    why: 'Reads and writes the contacts of a mailbox.',
    exchangeRole: 'Application Contacts.ReadWrite',
  },
  {
    name: 'Calendars.ReadWrite',
    id: 'ef54d2bf-783f-4e0f-bca1-3210c0444d99',
    why: 'Reads and writes the default calendar of a mailbox.',
    exchangeRole: 'Application Calendars.ReadWrite',
  },
  {
    name: 'MailboxSettings.Read',
    id: '40f97065-369a-49f4-947c-6a255697ae91',
    why: 'Reads the time zone of a mailbox.',
    exchangeRole: 'Application MailboxSettings.Read',
  },
  {
    name: 'Tasks.ReadWrite.All',
    id: '44e666d1-d276-445b-a5fc-8815eeb81d55',
    why: 'Reads and writes the tasks of a mailbox. Exchange has no role for tasks.',
  },
  {
    name: 'User.Read.All',
    id: 'df021288-bdef-4463-88db-98f22de89214',
    why: 'Finds the user of an address. Users are not in Exchange.',
  },
] as const satisfies readonly Permission[];
