import { badAnswer } from './graph-errors';

/** A request address: `url` relative to the API version, `template` the same without ids and query, for people. */
export interface GraphPath {
  readonly url: string;
  readonly template: string;
}

/**
 * Writes a path, encoding what is filled in: path`/users/${mailbox}/contacts/${id}`.
 * `@` and `=` stay readable, they are lawful in a path.
 */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): GraphPath {
  return {
    url: String.raw({ raw: parts }, ...values.map(encodeSegment)),
    template: String.raw({ raw: parts }, ...values.map(() => '{id}')),
  };
}

/** Adds query options. The client library encodes nothing (Graph reference 4.4), so it is done here. */
export function withQuery(to: GraphPath, options: Readonly<Record<string, string | number>>): GraphPath {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeValue(String(value))}`);
  return { url: `${to.url}?${query.join('&')}`, template: to.template };
}

/**
 * A next or delta link as a path that goes on at our base URL: links are absolute, a batch wants relative ones, and
 * a token is never sent to a host that an answer names. The rest of the link stays as it is, to the letter.
 */
export function followLink(link: string, template: string): GraphPath {
  const url = linkPath(link);
  if (url === undefined) throw badAnswer(template);
  return { url, template };
}

/** The path of a link below the API version; undefined when the text is no link into Graph. */
export const linkPath = (link: string): string | undefined =>
  /^https?:\/\/[^/]+\/(?:[^?]*?\/)?v1\.0(\/.*)$/i.exec(link)?.[1];

/** A text inside an OData string literal. */
export const odataText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const encodeSegment = (value: string): string =>
  encodeURIComponent(value).replaceAll('%40', '@').replaceAll('%3D', '=');

const readable: Readonly<Record<string, string>> = {
  '%2C': ',',
  '%24': '$',
  '%2F': '/',
  '%3A': ':',
  '%3D': '=',
};

const encodeValue = (value: string): string =>
  encodeURIComponent(value).replace(/%2C|%24|%2F|%3A|%3D/g, (code) => readable[code] ?? code);
