import type { OutlookContact } from '../../../../shared/records/contact';
import { mailboxAddress, outlookId } from '../../../../shared/records/ids';
import { blankAddress } from '../../../../shared/outlook/contact-item';

export const aMailbox = mailboxAddress('ada@example.org');
export const anotherMailbox = mailboxAddress('bob@example.org');

export const blankContact: OutlookContact = {
  id: outlookId(''),
  version: '',
  createdAt: '',
  mark: '',
  folder: '',
  displayName: '',
  givenName: '',
  middleName: '',
  surname: '',
  generation: '',
  personalNotes: '',
  emailAddresses: [],
  primaryPhone: '',
  jobTitle: '',
  birthday: '',
  gender: '',
  fax: '',
  businessAddress: blankAddress,
  homeAddress: blankAddress,
  otherAddress: blankAddress,
};

export const aContact = (overrides: Partial<OutlookContact> = {}): OutlookContact => ({
  ...blankContact,
  ...overrides,
});

/** A contact as Graph sends it. */
export const anItem = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  '@odata.etag': `W/"${id}-1"`,
  id,
  parentFolderId: 'default-folder',
  createdDateTime: '2026-01-01T00:00:00Z',
  displayName: `Contact ${id}`,
  homeAddress: {},
  ...more,
});
