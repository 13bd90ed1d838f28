/** Request log, faults and latency, shared by both simulators. */
export type { Answer } from './answer';
export { Control, type ControlOptions, type Handler } from './control';
export { ControlError, type ControlInput, type ControlRoute } from './control-routes';
export type { Call, Exchange, Notes } from './exchange';
export type { FaultInput } from './faults';
export type { LogEntry } from './request-log';
