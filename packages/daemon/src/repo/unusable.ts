// A database that cannot be used as it was named: PostgreSQL's reason, and what to do about it.

import { causesOf } from '@parley/shared/errors';

/** Nothing that Parley does mends it: a setting is wrong, or somebody else's server is. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError';
  /** Nobody answers there; else PostgreSQL does, and refuses. */
  readonly isAway: boolean;

  constructor(reason: string, remedy: string, { isAway = false, ...options }: AwayOptions = {}) {
    super(`${reason.replace(/\.$/, '')}. ${remedy}`, options);
    this.isAway = isAway;
  }
}

type AwayOptions = ErrorOptions & { isAway?: boolean };

/** By SQLSTATE and what is said with it. */
const remedies: readonly [said: RegExp, remedy: string][] = [
  [/^28P01/, 'Correct the password.'],
  [/^28/, 'Make that role, or name one that may log in from here.'],
  [/^3D000/, 'Make that database (createdb), or name another.'],
  [/^42501/, 'The role must own the database.'],
  [
    /^(?:0A000|58P01) .*extension/,
    "Install PostgreSQL's own extensions, often the package postgresql-contrib.",
  ],
];

/** The error of a database that refuses for good; null for any other, as of one that is away for now. */
export function findRefusal(error: unknown): UnusableDatabaseError | null {
  for (const at of causesOf(error)) {
    if (!('code' in at) || typeof at.code !== 'string') continue;
    const said = `${at.code} ${at.message}`;
    const found = remedies.find(([pattern]) => pattern.test(said));
    if (found) return new UnusableDatabaseError(at.message, found[1], { cause: error });
  }
  return null;
}
