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

/** Message and stack of whatever was thrown; a handler may throw strings too. */
export function describeError(error: unknown): string {
  if (error instanceof Error) {
    const cause = error.cause === undefined ? '' : `\ncaused by: ${describeError(error.cause)}`;
    return `${error.stack ?? error.message}${cause}`;
  }
  return typeof error === 'string' ? error : JSON.stringify(error);
}

/** The short form for one line. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : describeError(error);
}
