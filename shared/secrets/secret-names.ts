import { createHash } from 'node:crypto';
import type { SecretName } from '../sync/ports/secrets';

/** Where the secret of OroCRM's service user is; the deployment puts it there. */
export const serviceSecret = 'orocrm-service';

/** Key Vault takes letters, digits and hyphens only, without case, so a mailbox appears by the digest of its address. */
export function storedName(name: SecretName): string {
  switch (name.of) {
    case 'mailbox':
      return `mailbox-${createHash('sha256').update(name.mailbox).digest('hex').slice(0, 40)}`;
    case 'digests':
      return 'digest-key';
    case 'api':
      return 'api-key';
    case 'orocrm-service':
      return serviceSecret;
  }
}
