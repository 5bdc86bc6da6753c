// The log: one line of JSON per event on stderr, without secrets; pretty on a developer's terminal.

import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { serializeError } from './errors.ts';
import { keepEscapes, redactLine } from './redaction.ts';

export type { Logger } from 'pino';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LoggerOptions {
  level: LogLevel;
  /** Lines for a person instead of a machine; by default when stderr is a terminal. */
  isPretty?: boolean;
  /** Gets each finished line; stderr by default. */
  destination?: DestinationStream;
}

export function createLogger(options: LoggerOptions): Logger {
  const { level, destination, isPretty = !destination && process.stderr.isTTY === true } = options;
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError, error: serializeError },
      hooks: {
        streamWrite: isPretty ? (line) => keepEscapes(redactLine(line)) : redactLine,
      },
    },
    // Synchronous: what a dying daemon said last is what one most wants to read.
    isPretty
      ? pretty({ sync: true, destination: destination ?? 2 })
      : (destination ?? pino.destination({ dest: 2, sync: true })),
  );
}
