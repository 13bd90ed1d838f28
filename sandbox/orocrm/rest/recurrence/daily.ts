import { plusDays, wholeDays } from './moment';
import { walk, type Strategy } from './pattern';

/** Every so many days. */
export const daily: Strategy = {
  occurrences: (pattern, from, to) => {
    const { start, interval } = pattern;
    const done = from.ms > start.ms ? Math.floor(wholeDays(start, from) / interval) : 0;
    const moment = from.ms > start.ms ? plusDays(start, done * interval) : start;
    return walk(pattern, [from, to], { moment, done }, (each) => plusDays(each, interval));
  },
  last: ({ start, interval }, occurrences) => plusDays(start, interval * (occurrences - 1)),
};
