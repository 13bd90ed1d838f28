import { badFilter } from '../errors';
import { tokenize, type Token } from './filter-tokens';

export const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Operand =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Operand[] };

/** A parsed `$filter`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly operand: Filter }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'test'; readonly name: string; readonly args: readonly Operand[] }
  | {
      readonly kind: 'any';
      readonly collection: string;
      readonly variable: string;
      readonly condition: Filter;
    };

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  whole(): Filter {
    const filter = this.#or();
    if (this.#position < this.#tokens.length) throw this.#unexpected();
    return filter;
  }

  #or(): Filter {
    let left = this.#and();
    while (this.#take('word', 'or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Filter {
    let left = this.#unary();
    while (this.#take('word', 'and')) left = { kind: 'and', left, right: this.#unary() };
    return left;
  }

  #unary(): Filter {
    if (this.#take('word', 'not')) return { kind: 'not', operand: this.#unary() };
    if (this.#take('sign', '(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    return this.#condition();
  }

  #condition(): Filter {
    const any = this.#any();
    if (any !== undefined) return any;
    const left = this.#operand();
    const next = this.#tokens[this.#position];
    const operator =
      next?.kind === 'word' ? COMPARISONS.find((candidate) => candidate === next.value) : undefined;
    if (operator === undefined) {
      if (left.kind === 'call') return { kind: 'test', name: left.name, args: left.args };
      throw this.#unexpected();
    }
    this.#position += 1;
    return { kind: 'compare', operator, left, right: this.#operand() };
  }

  #any(): Filter | undefined {
    const head = this.#tokens[this.#position];
    const [, collection] = (head?.kind === 'word' ? /^(.+)\/any$/i.exec(head.value) : null) ?? [];
    if (collection === undefined) return undefined;
    this.#position += 1;
    this.#expect('(');
    const variable = this.#word();
    this.#expect(':');
    const condition = this.#or();
    this.#expect(')');
    return { kind: 'any', collection, variable, condition };
  }

  #operand(): Operand {
    const token = this.#tokens[this.#position];
    if (token === undefined || token.kind === 'sign') throw this.#unexpected();
    this.#position += 1;
    if (token.kind !== 'word') return { kind: 'literal', value: token.value };
    if (this.#take('sign', '(')) {
      const args = [this.#operand()];
      while (this.#take('sign', ',')) args.push(this.#operand());
      this.#expect(')');
      return { kind: 'call', name: token.value, args };
    }
    switch (token.value) {
      case 'null':
        return { kind: 'literal', value: null };
      case 'true':
      case 'false':
        return { kind: 'literal', value: token.value === 'true' };
      default:
        return { kind: 'path', path: token.value };
    }
  }

  #word(): string {
    const token = this.#tokens[this.#position];
    if (token?.kind !== 'word') throw this.#unexpected();
    this.#position += 1;
    return token.value;
  }

  #take(kind: 'word' | 'sign', value: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind !== kind || token.value !== value) return false;
    this.#position += 1;
    return true;
  }

  #expect(sign: '(' | ')' | ':'): void {
    if (!this.#take('sign', sign)) throw this.#unexpected();
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#position];
    const found = token === undefined ? 'the end' : `'${token.value}'`;
    return badFilter(`Invalid filter clause: syntax error, unexpected ${found}.`);
  }
}

/**
 * Parses a `$filter`: comparisons, functions, `and`, `or`, `not`, brackets and `collection/any(x: …)`.
 * @throws GraphError 400 ErrorInvalidUrlQueryFilter
 */
export function parseFilter(text: string): Filter {
  return new Parser(text).whole();
}

/** The parts of a chain of `and` (or of `or`), flattened. */
export function partsOf(filter: Filter, kind: 'and' | 'or'): Filter[] {
  if (filter.kind === kind) return [...partsOf(filter.left, kind), ...partsOf(filter.right, kind)];
  return [filter];
}
