// The door of telemetry: time, identifiers and the log.

export {
  type Clock,
  createManualClock,
  type ManualClock,
  systemClock,
  type Timer,
} from './clock.ts';
export { type LoggedError, serializeError } from './errors.ts';
export { createSequentialIds, type Ids, systemIds } from './ids.ts';
export {
  createLogger,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  logLevels,
} from './logger.ts';
export { redactUrl } from './redaction.ts';
export { notifySystemd } from './systemd.ts';
