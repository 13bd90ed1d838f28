import { createHash, randomBytes } from 'node:crypto';
import type { WsseCredential } from '../access';
import type { Authorization, Authorizer } from './authorizer';

/** A header of the future is refused without tolerance (reference 5.2), and clocks differ a little. */
const backdateMs = 5000;

/** `2026-01-02T03:04:05+00:00`: OroCRM wants an offset. */
const withOffset = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, '+00:00');

/** base64(SHA-1(nonce + created + key)), one iteration (reference 5.2). */
export function passwordDigest(nonce: Buffer, created: string, apiKey: string): string {
  return createHash('sha1').update(nonce).update(created).update(apiKey).digest('base64');
}

/** WSSE: a new header for every request, since a nonce counts once. */
export class WsseAuthorizer implements Authorizer {
  /** How far OroCRM's clock is ahead of ours, learned from a refusal. */
  private aheadMs = 0;

  constructor(
    private readonly credential: WsseCredential,
    private readonly now: () => number,
  ) {}

  authorize(): Promise<Authorization> {
    const nonce = randomBytes(16);
    const created = withOffset(new Date(this.now() + this.aheadMs - backdateMs));
    const parts = [
      `Username="${this.credential.username.replace(/["\\]/g, '\\$&')}"`,
      `PasswordDigest="${passwordDigest(nonce, created, this.credential.apiKey)}"`,
      `Nonce="${nonce.toString('base64')}"`,
      `Created="${created}"`,
    ];
    return Promise.resolve({
      Authorization: 'WSSE profile="UsernameToken"',
      'X-WSSE': `UsernameToken ${parts.join(', ')}`,
    });
  }

  refused(_authorization: Authorization, at: Date): void {
    this.aheadMs = at.getTime() - this.now();
  }
}
