/** Splits a request's URL at the question mark. */
export function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** OData's other spelling of keys and functions: `/users('x')/contacts/delta()` for `/users/x/contacts/delta`. */
export function withPlainSegments(path: string): string {
  return path.replaceAll(/\('([^'/]*)'\)/g, '/$1').replace(/\/(?:microsoft\.graph\.)?(\w+)\(\)$/, '/$1');
}
