// The door of telemetry: time, identifiers and the log.

export {
  type Clock,
  createManualClock,
  type ManualClock,
  rest,
  systemClock,
  type Timer,
} from './clock.ts';
export { createSequentialIds, type Ids, systemIds } from './ids.ts';
export {
  createLogger,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { redactUrl } from './redaction.ts';
export { notifySystemd } from './systemd.ts';
