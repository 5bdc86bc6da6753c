// How PostgreSQL says that it called a statement off because its time was up.

/** SQLSTATE of a statement that ran into its time limit. */
export const isCancelled = (error: unknown): boolean =>
  (error as { code?: string }).code === '57014';
