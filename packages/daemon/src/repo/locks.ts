// The advisory locks of Parley, named once, so that no two purposes share a number.

export const advisoryLocks = {
  migrate: 7_275_001,
  firstAccount: 7_275_002,
  /** With the hash of a slug's stem as its second half. */
  slug: 7_275_003,
} as const;
