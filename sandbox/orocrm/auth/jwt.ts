import { sign, verify } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({ aud: z.string(), jti: z.string(), exp: z.number(), sub: z.string() });
export type Claims = z.output<typeof claimsSchema>;

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A signed RS256 token. Times are seconds since 1970. */
export function issueJwt(claims: Claims, issuedAt: number, privateKey: string): string {
  const payload = { ...claims, iat: issuedAt, nbf: issuedAt, scopes: [] };
  const content = `${encoded({ typ: 'JWT', alg: 'RS256' })}.${encoded(payload)}`;
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** The claims of a token; undefined where it is no token or its signature is wrong. */
export function readJwt(token: string, publicKey: string): Claims | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0)
    return undefined;
  const right = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  );
  return right ? peekJwt(token) : undefined;
}

/** The claims without a look at the signature: for the log only. */
export function peekJwt(token: string): Claims | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return claimsSchema.safeParse(content).data;
  } catch {
    return undefined;
  }
}
