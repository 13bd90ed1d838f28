import { parseConstraint, type Constraint } from './route-constraints';

export type RouteSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly constraints: readonly Constraint[];
      readonly optional: boolean;
      readonly catchAll: boolean;
      readonly fallback?: string;
    };

export type RouteParameters = Readonly<Record<string, string>>;

/** `{name}`, `{name?}`, `{name=value}`, `{name:int:max(9)}`, `{*name}`. */
const parameter = /^\{(\*{0,2})(\w+)((?::[^:?=]+)*)(?:=([^?]*))?(\??)\}$/;

/**
 * Reads an ASP.NET route template.
 * @throws Error when a segment is neither literal nor one parameter, an optional one is followed by more, or a
 * name occurs twice.
 */
export function parseTemplate(template: string): readonly RouteSegment[] {
  const texts = template.split('/').filter((text) => text !== '');
  const segments = texts.map(parseSegment);
  const names = segments.flatMap((one) => (one.kind === 'parameter' ? [one.name.toLowerCase()] : []));
  if (new Set(names).size !== names.length) {
    throw new Error(`route "${template}" uses a parameter name twice`);
  }
  segments.slice(0, -1).forEach((segment, index) => {
    const follower = segments[index + 1];
    const isOpen = segment.kind === 'parameter' && (segment.optional || segment.catchAll);
    const mayFollow = follower?.kind === 'parameter' && (follower.optional || follower.catchAll);
    if (isOpen && (segment.catchAll || !mayFollow)) {
      throw new Error(`route "${template}" goes on after "${texts[index] ?? ''}", which must be its end`);
    }
  });
  return segments;
}

function parseSegment(text: string): RouteSegment {
  if (!/[{}]/.test(text)) {
    return { kind: 'literal', text };
  }
  const match = parameter.exec(text);
  if (match === null) {
    throw new Error(`route segment "${text}" is not one this host reads: use {name} as a whole segment`);
  }
  const [, stars = '', name = '', constraints = '', fallback, question = ''] = match;
  return {
    kind: 'parameter',
    name,
    constraints: constraints.split(':').slice(1).map(parseConstraint),
    optional: question !== '',
    catchAll: stars !== '',
    ...(fallback === undefined ? {} : { fallback }),
  };
}

/**
 * The parameters of `path` under the template, or undefined where it does not fit. Literals match in any case.
 * @param path segments of the request's path, decoded
 */
export function matchTemplate(
  segments: readonly RouteSegment[],
  path: readonly string[],
): RouteParameters | undefined {
  const parameters: Record<string, string> = {};
  let position = 0;
  for (const segment of segments) {
    const part = path[position];
    if (segment.kind === 'literal') {
      if (part?.toLowerCase() !== segment.text.toLowerCase()) {
        return undefined;
      }
      position += 1;
      continue;
    }
    const rest = segment.catchAll ? path.slice(position) : [];
    const given = segment.catchAll ? rest.join('/') : (part ?? '');
    // An empty segment is as good as none.
    const value = given === '' ? segment.fallback : given;
    if (value === undefined) {
      if (!segment.optional && !segment.catchAll) {
        return undefined;
      }
    } else if (segment.constraints.every((fits) => fits(value))) {
      parameters[segment.name] = value;
    } else {
      return undefined;
    }
    position += segment.catchAll ? rest.length : 1;
  }
  return position >= path.length ? parameters : undefined;
}

/**
 * Which of two templates the host tries first: literals before parameters, more constraints before fewer,
 * longer before shorter (azure-webjobs-sdk-extensions: WebJobsRouteBuilder.RouteComparison).
 */
export function compareTemplates(a: readonly RouteSegment[], b: readonly RouteSegment[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) {
      return -1;
    }
    if (left.kind === 'literal') {
      if (right.kind === 'parameter') {
        return -1;
      }
      const order = compareText(left.text.toUpperCase(), right.text.toUpperCase());
      if (order !== 0) {
        return order;
      }
    } else if (right.kind === 'literal') {
      return 1;
    } else if (left.constraints.length !== right.constraints.length) {
      return right.constraints.length - left.constraints.length;
    }
  }
  return b.length > a.length ? 1 : 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
