import { inspect } from 'node:util';
import type { LogLevel } from './core-contract';

/** Where the host writes: one line per call, without a line end. */
export type LogLine = (line: string) => void;

export interface Logger {
  log(level: LogLevel, category: string, message: string): void;
}

/** Levels by category prefix, as `logging.logLevel` of host.json has them. */
export type LogLevels = Readonly<Record<string, LogLevel>>;

const rank: Readonly<Record<LogLevel, number>> = {
  trace: 0,
  debug: 1,
  information: 2,
  warning: 3,
  error: 4,
  critical: 5,
  none: 6,
};

/**
 * Writes `time level [category] message` for what the levels let through. The longest matching prefix of the
 * category decides, then `default`, then Information, as on the platform.
 */
export function createLogger(write: LogLine, levels: LogLevels): Logger {
  return {
    log(level, category, message) {
      const lowest = levelOf(category, levels);
      if (level === 'none' || lowest === 'none' || rank[level] < rank[lowest]) {
        return;
      }
      write(`${new Date().toISOString()} ${level} [${category}] ${message}`);
    },
  };
}

function levelOf(category: string, levels: LogLevels): LogLevel {
  let best = '';
  for (const prefix of Object.keys(levels)) {
    const matches = category === prefix || category.startsWith(`${prefix}.`);
    if (matches && prefix.length > best.length) {
      best = prefix;
    }
  }
  return levels[best] ?? levels['default'] ?? 'information';
}

/**
 * Message and stack of whatever was thrown, and of what caused it; a handler may throw strings too. Other
 * properties of errors are left out: those of HTTP clients hold requests with their credentials.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return typeof error === 'string' ? error : inspect(error);
  }
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  const inner = parts.map((part) => `\nincluding: ${describeError(part)}`).join('');
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${inner}${cause}`;
}

/** The short form for one line; the error of a refused connection has its message in its parts. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) {
    return describeError(error);
  }
  if (error.message === '' && error instanceof AggregateError) {
    return error.errors.map(errorMessage).join('; ');
  }
  return error.message === '' ? error.name : error.message;
}
