// The one error of embedded PostgreSQL: a message for the person at the terminal, a reason for code.

export type EmbeddedPostgresFailure =
  | 'unsupported'
  | 'unusable_directory'
  | 'other_major'
  | 'in_use'
  | 'failed';

/** Thrown by everything behind this door; the message is complete and holds no secret. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly reason: EmbeddedPostgresFailure;

  constructor(reason: EmbeddedPostgresFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The `code` of a Node or PostgreSQL error: `'ENOENT'`, `'57P03'`. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
