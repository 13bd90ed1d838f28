export { calculatedEndTime, expandRecurrence } from './expand';
export {
  instances,
  recurrenceTypes,
  weekdays,
  type RecurrenceRule,
  type RecurrenceType,
  type Weekday,
} from './rule';
