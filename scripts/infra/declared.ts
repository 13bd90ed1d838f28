import { environmentName, settingNames, settingRows } from '../../shared/config/setting-rows';
import { queues } from '../../shared/queue/declaration';
import { tables } from '../../shared/state/declaration';

/** What the code declares and the templates read (`infra/declared.json`). */
export interface Declared {
  readonly queues: readonly {
    readonly name: string;
    readonly requiresSession: boolean;
    /** ISO 8601; empty: no duplicate detection. */
    readonly duplicateDetectionWindow: string;
    readonly lockDuration: string;
    readonly maxDeliveryCount: number;
    readonly timeToLive: string;
    readonly deadLetterOnExpiry: boolean;
  }[];
  readonly tables: readonly string[];
  /** The shipped defaults of the settings that have a parameter, as texts of the environment, by their names there. */
  readonly standards: Readonly<Record<string, string>>;
}

export function declared(): Declared {
  return {
    queues: queues.map((queue) => ({
      name: queue.name,
      requiresSession: queue.requiresSession,
      duplicateDetectionWindow:
        queue.duplicateDetectionSeconds === undefined ? '' : isoDuration(queue.duplicateDetectionSeconds),
      lockDuration: isoDuration(queue.lockSeconds),
      maxDeliveryCount: queue.maxDeliveryCount,
      timeToLive: isoDuration(queue.timeToLiveSeconds),
      deadLetterOnExpiry: queue.deadLetterOnExpiry,
    })),
    // Where there is a key vault, and in Azure there is one, no table holds secrets.
    tables: Object.values(tables).filter((name) => name !== tables.secrets),
    standards: Object.fromEntries(
      settingNames.flatMap((name) => {
        const { standard } = settingRows[name];
        return typeof standard === 'object' ? [] : [[environmentName(name), String(standard)]];
      }),
    ),
  };
}

const units = [
  ['D', 24 * 3600],
  ['H', 3600],
  ['M', 60],
  ['S', 1],
] as const;

/** ISO 8601 with days, hours, minutes and seconds: the parts that Azure takes (no weeks). */
export function isoDuration(seconds: number): string {
  const parts: Record<string, string> = {};
  let rest = seconds;
  for (const [letter, size] of units) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    parts[letter] = amount === 0 ? '' : `${amount}${letter}`;
  }
  const { D: days = '', H: hours = '', M: minutes = '', S: rests = '' } = parts;
  const time = hours + minutes + rests;
  return `P${days}${time === '' ? (days === '' ? 'T0S' : '') : `T${time}`}`;
}
