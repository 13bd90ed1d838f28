import type { GraphRequest } from '../http/route';

/** A request's own address with some query parameters set anew, as `@odata.nextLink` carries it. */
export function linkWith(
  request: GraphRequest,
  set: Readonly<Record<string, string>>,
  drop: readonly string[] = [],
): string {
  const kept = [...new URLSearchParams(request.query)].filter(
    ([name]) => !(name in set) && !drop.includes(name),
  );
  const pairs = [...kept, ...Object.entries(set)].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${request.origin}/v1.0${request.path}?${pairs.join('&')}`;
}

/** The `$skip`-wise page of a list, as Outlook pages: by offset, so a list that changes meanwhile shifts. */
export function offsetPage<T>(
  items: readonly T[],
  page: { skip: number; size: number },
): { items: readonly T[]; nextSkip: number | undefined } {
  const end = page.skip + page.size;
  return { items: items.slice(page.skip, end), nextSkip: end < items.length ? end : undefined };
}
