// Tokens: pure arithmetic of secrets, hashes and validities.

import { createHash, randomBytes } from 'node:crypto';
import type { TokenScope } from '@parley/shared/accounts';
import type { TokenContext } from './tables.ts';

const day = 86_400_000;

/** How long a session lasts, used or not. */
export const sessionValidityMs = 14 * day;
/** A session that nobody used for this long ends. */
export const sessionIdleMs = 7 * day;
/** How long a personal token lasts when nothing else was asked for. */
export const personalValidityMs = 90 * day;
/** How long a bot's token lasts. */
export const botValidityMs = 365 * day;
/** `lastUsedAt` is written at most this often, so that reads do not become writes. */
export const touchIntervalMs = 60_000;

/** A session may do whatever its user may; one list for all who are connected. */
export const sessionScopes: readonly TokenScope[] = ['read', 'write', 'admin'];

const prefixes: Record<TokenContext, string> = { session: 'ses_', personal: 'pat_' };

/**
 * A fresh token of 256 random bits. Only its hash is stored: a leaked table then holds nothing that
 * could be presented. A fast hash is enough, since nobody can guess 256 bits.
 */
export function buildToken(context: TokenContext): { token: string; hash: Buffer } {
  const token = prefixes[context] + randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The kind of a presented token by its prefix; `null` when it cannot be one of ours. */
export function tokenContext(token: string): TokenContext | null {
  if (token.length > 64) return null;
  if (token.startsWith(prefixes.session)) return 'session';
  if (token.startsWith(prefixes.personal)) return 'personal';
  return null;
}
