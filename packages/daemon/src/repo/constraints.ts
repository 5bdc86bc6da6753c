// Turns a violated database constraint into the field error that a person can act on.

import { causesOf, invalidFields } from '@parley/shared/errors';

/** Constraint name → the field it is about and the sentence for it. */
export type ConstraintTable = Record<string, { field: string; message: string }>;

/** The `cause` chain holds the driver's error: drizzle wraps it. */
function findDatabaseError(
  error: unknown,
): { code: string; constraint: string | undefined } | null {
  for (const at of causesOf(error)) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) {
      const constraint = 'constraint_name' in at ? String(at.constraint_name) : undefined;
      return { code: at.code, constraint };
    }
  }
  return null;
}

/** The name of the constraint that an error violated, if it is about one. */
export function violatedConstraint(error: unknown): string | undefined {
  return findDatabaseError(error)?.constraint;
}

/** Awaits a write; a violation of a named constraint becomes an `invalid` DomainError. */
export async function explainConstraints<T>(table: ConstraintTable, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const rule = table[violatedConstraint(error) ?? ''];
    if (rule) throw invalidFields({ [rule.field]: [rule.message] }, error);
    throw error;
  }
}
