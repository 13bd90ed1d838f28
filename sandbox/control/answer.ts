import type { FaultEffect } from './faults';

/** A finished answer, of a whole request or of a batch item. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: no body (204). */
  readonly body?: string | undefined;
}

/** Whether the fault answers by itself, so that the real work is not done. */
export function answersItself(effect: FaultEffect): boolean {
  return effect.status !== undefined || effect.body !== undefined;
}

/** The answer that a fault gives in place of the simulator. */
export function faultAnswer(effect: FaultEffect): Answer {
  const status = effect.status ?? 200;
  if (effect.body === undefined) return { status, headers: { ...effect.headers } };
  const text = typeof effect.body === 'string' ? effect.body : JSON.stringify(effect.body);
  const guessed =
    typeof effect.body === 'string'
      ? text.trimStart().startsWith('<')
        ? 'text/html'
        : 'text/plain'
      : 'application/json';
  return {
    status,
    headers: { 'Content-Type': effect.contentType ?? guessed, ...effect.headers },
    body: text,
  };
}
