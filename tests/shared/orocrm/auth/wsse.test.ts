import { createHash } from 'node:crypto';
import { passwordDigest, WsseAuthorizer } from '../../../../shared/orocrm/auth/wsse';

const now = Date.parse('2026-03-04T05:06:07.890Z');
const credential = { kind: 'wsse', username: 'ann', apiKey: 'f00d' } as const;

const part = (header: string | undefined, name: string): string =>
  new RegExp(`${name}="([^"]*)"`).exec(header ?? '')?.[1] ?? '';

describe('a WSSE header', () => {
  it('proves the key by nonce and time, a few seconds in the past', async () => {
    const { Authorization, 'X-WSSE': header } = await new WsseAuthorizer(credential, () => now).authorize();
    expect(Authorization).toBe('WSSE profile="UsernameToken"');
    expect(header).toMatch(/^UsernameToken Username="ann", PasswordDigest="/);
    const created = part(header, 'Created');
    const nonce = Buffer.from(part(header, 'Nonce'), 'base64');
    expect(created).toBe('2026-03-04T05:06:02+00:00');
    expect(nonce).toHaveLength(16);
    const expected = createHash('sha1')
      .update(Buffer.concat([nonce, Buffer.from(created + 'f00d')]))
      .digest('base64');
    expect(part(header, 'PasswordDigest')).toBe(expected);
  });

  it('never repeats a nonce', async () => {
    const authorizer = new WsseAuthorizer(credential, () => now);
    const headers = await Promise.all(Array.from({ length: 50 }, () => authorizer.authorize()));
    expect(new Set(headers.map((header) => part(header['X-WSSE'], 'Nonce'))).size).toBe(50);
  });

  it('follows the clock of the server once that refused it', async () => {
    const authorizer = new WsseAuthorizer(credential, () => now);
    authorizer.refused(await authorizer.authorize(), new Date(now - 3_600_000));
    const { 'X-WSSE': header } = await authorizer.authorize();
    expect(part(header, 'Created')).toBe('2026-03-04T04:06:02+00:00');
  });

  it('computes the digest of a known example', () => {
    // base64(SHA-1("nonce" + created + key)), by openssl.
    expect(passwordDigest(Buffer.from('nonce'), '2016-09-20T10:00:00+03:00', 'key')).toBe(
      'fiugudn8u1GFn/d0nIgqAAP2tCg=',
    );
  });
});
