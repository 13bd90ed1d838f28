import { isObject, parseJson } from '../jsonapi/json';

/** The parameters of a token request, wherever they came from. */
export interface TokenRequest {
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** Whether credentials came by HTTP Basic; the answer to wrong ones then names the scheme. */
  readonly basic: boolean;
}

function bodyParameters(body: Buffer, contentType: string): Record<string, string | undefined> {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  }
  if (mediaType !== 'application/json' && mediaType !== 'application/vnd.api+json') return {};
  const value = parseJson(body.toString('utf8'));
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (typeof item === 'string' ? [[name, item]] : [])),
  );
}

function basicCredentials(authorization: string | undefined): { id: string; secret: string } | undefined {
  const match = /^Basic\s+(\S+)$/i.exec(authorization ?? '');
  if (match?.[1] === undefined) return undefined;
  const decoded = Buffer.from(match[1], 'base64').toString('utf8');
  const mark = decoded.indexOf(':');
  if (mark < 0) return undefined;
  return { id: decoded.slice(0, mark), secret: decoded.slice(mark + 1) };
}

/**
 * Reads a token request: JSON or form-encoded body, client credentials in the body or by HTTP Basic.
 * @throws SyntaxError for a JSON body that is none
 */
export function readTokenRequest(
  body: Buffer,
  headers: Readonly<Record<string, string | undefined>>,
): TokenRequest {
  const parameters = bodyParameters(body, headers['content-type'] ?? '');
  const basic = basicCredentials(headers['authorization']);
  return {
    parameters: { ...(basic && { client_id: basic.id, client_secret: basic.secret }), ...parameters },
    basic: basic !== undefined,
  };
}
