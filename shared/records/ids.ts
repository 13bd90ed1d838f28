declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Id of a record in OroCRM: a positive whole number as text. */
export type OrocrmId = Branded<'OrocrmId'>;
/** Immutable Graph id of an item; case-sensitive. */
export type OutlookId = Branded<'OutlookId'>;
/** Graph id of a contact folder, task list or calendar. */
export type FolderId = Branded<'FolderId'>;
/** Address of a mailbox, lower case. */
export type MailboxAddress = Branded<'MailboxAddress'>;
export type RunId = Branded<'RunId'>;
/** Keyed digest of a value: comparable, not reversible. */
export type Digest = Branded<'Digest'>;

const orocrmIdPattern = /^[1-9]\d{0,17}$/;

/** @throws RangeError when the text is no OroCRM id. */
export function orocrmId(text: string): OrocrmId {
  const id = parseOrocrmId(text);
  if (id === undefined) throw new RangeError('An OroCRM id is a positive whole number.');
  return id;
}

/** The id that a text (an OroCRM_id mark, say) names, or undefined when it can name none. */
export function parseOrocrmId(text: string): OrocrmId | undefined {
  const trimmed = text.trim();
  return orocrmIdPattern.test(trimmed) ? (trimmed as OrocrmId) : undefined;
}

export const outlookId = (text: string): OutlookId => text as OutlookId;
export const folderId = (text: string): FolderId => text as FolderId;
export const runId = (text: string): RunId => text as RunId;
export const mailboxAddress = (text: string): MailboxAddress => text.trim().toLowerCase() as MailboxAddress;
