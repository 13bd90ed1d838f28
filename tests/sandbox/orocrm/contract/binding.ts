import type { Json } from '../../../../sandbox/orocrm/jsonapi/json';

export type Bindings = Readonly<Record<string, Json>>;

const whole = /^\{\{([^{}]+)\}\}$/;

/** Replaces `{{name}}` by its value, and a text that is nothing but a placeholder by the value as it is. */
export function bind(value: Json, bindings: Bindings): Json {
  if (typeof value === 'string') {
    const name = whole.exec(value)?.[1];
    if (name !== undefined) return bindings[name] ?? value;
    return value.replaceAll(/\{\{([^{}]+)\}\}/g, (placeholder, each: string) => {
      const bound = bindings[each];
      return typeof bound === 'string' ? bound : placeholder;
    });
  }
  if (Array.isArray(value)) return value.map((item: Json) => bind(item, bindings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, bind(item, bindings)]));
}

/** Rewrites every object of a document, the innermost first. */
export function rewrite(value: Json, change: (object: Record<string, Json>) => Record<string, Json>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => rewrite(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewrite(item, change)])),
  );
}
