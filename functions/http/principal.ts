import { z } from 'zod';
import type { MailboxAddress } from '../../shared/records/ids';
import { appRoles, type Caller } from './access';
import { addressOf } from './address';

/** Who signed in, as App Service authentication writes it into the header: base64 of this as JSON. */
const principal = z.object({
  auth_typ: z.string().min(1),
  /** The type of the claims that hold roles: the platform renames some claims of the token. */
  role_typ: z.string().nullish(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});
type Claims = z.output<typeof principal>['claims'];

const claimNames = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
/**
 * The claims that tell the address, the best first. The first that is there counts alone: a mail address is not unique
 * in a directory and need not be checked by anybody, so it must not add to a user principal name.
 */
const addressClaims = ['preferred_username', 'upn', `${claimNames}/upn`, `${claimNames}/emailaddress`];

/** The caller whom the platform signed in; undefined where the header is no principal. */
export function signedInCaller(header: string): Caller | undefined {
  const parsed = principal.safeParse(decode(header));
  if (!parsed.success) return undefined;
  const { claims, role_typ } = parsed.data;
  const roles = claims.filter(({ typ }) => typ === 'roles' || typ === role_typ).map(({ val }) => val);
  if (roles.includes(appRoles.admin)) return { role: 'admin' };
  return roles.includes(appRoles.user) ? { role: 'user', mailbox: ownMailbox(claims) } : { role: 'none' };
}

function ownMailbox(claims: Claims): MailboxAddress | undefined {
  const found = addressClaims.flatMap((name) => claims.find(({ typ }) => typ === name) ?? []);
  return found[0] && addressOf(found[0].val);
}

function decode(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
