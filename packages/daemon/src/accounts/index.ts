// The accounts' door: who people are, how they log in, and what their scope is.

export { type Accounts, createAccounts, type RegistrationHook } from './accounts.ts';
export { type Acting, createActing } from './acting.ts';
export { addressKey } from './address.ts';
export { type Attempts, createAttempts } from './attempts.ts';
export { type Audit, createAudit } from './audit.ts';
export { type BotKeeping, createBotKeeping, takenBotName } from './bots.ts';
export { type SessionEvent, sessionTopic } from './events.ts';
export { sendWelcomeMail, sweepTokens } from './jobs.ts';
export { createArgonHasher, createPlainHasher, type PasswordHasher } from './password-hasher.ts';
export { type CountAsked, type Counted, windowSlices } from './rate-counts.ts';
export {
  anonymousScope,
  requireUser,
  type Scope,
  type ScopeUser,
  systemScope,
  type UserScope,
} from './scope.ts';
export { createSessions, type Sessions } from './sessions.ts';
