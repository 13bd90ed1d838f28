/** A user of both systems, whose contacts are kept in step. */
export interface Colleague {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string;
  /** As Exchange has it: most tenants hold Windows names, some IANA ones (Graph reference 6). */
  readonly timeZone: string;
  /** The same in OroCRM, whose list has IANA names, each zone under its present one only. */
  readonly orocrmTimeZone: string;
  readonly language: string;
  /** A second contact folder of the mailbox, which is in scope as well. */
  readonly folder?: string;
}

export const colleagues: readonly Colleague[] = [
  {
    username: 'ada.byron',
    firstName: 'Ada',
    lastName: 'Byron',
    jobTitle: 'Head of Sales',
    timeZone: 'W. Europe Standard Time',
    orocrmTimeZone: 'Europe/Berlin',
    language: 'de-DE',
  },
  {
    username: 'jorge.munoz',
    firstName: 'Jorge',
    lastName: 'Muñoz',
    jobTitle: 'Key Account Manager',
    timeZone: 'Pacific Standard Time',
    orocrmTimeZone: 'America/Los_Angeles',
    language: 'es-US',
    folder: 'Suppliers',
  },
  {
    username: 'mei.tanaka',
    firstName: 'Mei',
    lastName: 'Tanaka',
    jobTitle: 'Sales Engineer',
    timeZone: 'Asia/Tokyo',
    orocrmTimeZone: 'Asia/Tokyo',
    language: 'ja-JP',
  },
  {
    username: 'asha.rao',
    firstName: 'Asha',
    lastName: 'Rao',
    jobTitle: 'Purchasing',
    timeZone: 'India Standard Time',
    orocrmTimeZone: 'Asia/Kolkata',
    language: 'en-IN',
  },
  {
    username: 'lena.gruber',
    firstName: 'Lena',
    lastName: 'Großmann-Huber',
    jobTitle: 'Support',
    timeZone: 'Europe/Zurich',
    orocrmTimeZone: 'Europe/Zurich',
    language: 'de-CH',
  },
];
