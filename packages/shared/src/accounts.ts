// Accounts: field rules and public views, used by the daemon, the forms and the command line alike.

import { z } from 'zod';
import { id, label, line, mustBe, plainText, text, timestamp } from './fields.ts';
import { limits } from './limits.ts';
import { statusView } from './status.ts';

export const roles = ['member', 'moderator', 'admin'] as const;
export const role = z.enum(roles, { error: mustBe(`one of ${roles.join(', ')}`) });
export type Role = z.infer<typeof role>;

/** What a personal token may do; `read` and `write` cover chat, blog and profile. */
export const tokenScopes = ['read', 'write', 'admin'] as const;
export const tokenScope = z.enum(tokenScopes, {
  error: mustBe(`one of ${tokenScopes.join(', ')}`),
});
export type TokenScope = z.infer<typeof tokenScope>;

// `me`: in paths it is whoever asks.
const reservedUsernames = new Set(['all', 'everyone', 'here', 'me', 'room', 'system', 'parley']);

export const username = z
  .string({ error: mustBe('text') })
  .trim()
  .min(limits.usernameMin, `must be at least ${limits.usernameMin} characters`)
  .max(limits.usernameMax, `must be at most ${limits.usernameMax} characters`)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    'may have letters a–z, digits, and . _ - between them',
  )
  .refine((value) => !reservedUsernames.has(value.toLowerCase()), 'is reserved');

/** A user as callers name one: with or without `@`. */
export const userRef = plainText
  .trim()
  .min(1, "can't be blank")
  .max(limits.usernameMax + 1, 'is no user name')
  .transform((value) => value.replace(/^@/, ''));

// Stricter than RFC 5322 on purpose: one address, no quotes, comments, groups or controls.
export const email = z
  .string({ error: mustBe('text') })
  .trim()
  .max(limits.email, `must be at most ${limits.email} characters`)
  .regex(
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    'must be an e-mail address such as ada@example.org',
  );

const utf8Length = (value: string): number => {
  let bytes = 0;
  for (const char of value) {
    const point = char.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
};

/** Any password that may be hashed; the policy for new ones is the daemon's. NFKC: one password on every keyboard. */
export const password = z
  .string({ error: mustBe('text') })
  .min(1, "can't be blank")
  .max(limits.passwordBytes, `must be at most ${limits.passwordBytes} bytes`)
  .transform((value) => value.normalize('NFKC'))
  .refine((value) => utf8Length(value) <= limits.passwordBytes, {
    message: `must be at most ${limits.passwordBytes} bytes`,
  });

const address = z.strictObject({
  street: line({ max: limits.addressLine }).optional(),
  city: line({ max: limits.addressLine }).optional(),
  state: line({ max: limits.addressLine }).optional(),
  zip: line({ max: 20 }).optional(),
  country: line({ max: limits.addressLine }).optional(),
});
export type Address = z.infer<typeof address>;

const device = line({ max: limits.deviceName }).optional();

export const registerInput = z
  .strictObject({
    username,
    email,
    password,
    passwordConfirmation: z.string().max(limits.passwordBytes).optional(),
    invite: z.string().max(128).optional(),
    device,
  })
  .refine(
    (input) =>
      input.passwordConfirmation === undefined ||
      input.passwordConfirmation.normalize('NFKC') === input.password,
    { path: ['passwordConfirmation'], message: 'does not match the password' },
  );
export type RegisterInput = z.input<typeof registerInput>;

export const loginInput = z.strictObject({
  /** Username or e-mail address. */
  login: plainText.trim().min(1, "can't be blank").max(limits.email, 'is no name or address'),
  password,
  otp: z.string().max(16).optional(),
  device,
});
export type LoginInput = z.input<typeof loginInput>;

export const profileInput = z.strictObject({
  displayName: label({ max: limits.displayName }).optional(),
  bio: text({ max: limits.bio }).optional(),
  address: address.nullable().optional(),
});
export type ProfileInput = z.input<typeof profileInput>;

export const changePasswordInput = z
  .strictObject({
    currentPassword: password,
    password,
    passwordConfirmation: z.string().max(limits.passwordBytes).optional(),
  })
  .refine(
    (input) =>
      input.passwordConfirmation === undefined ||
      input.passwordConfirmation.normalize('NFKC') === input.password,
    { path: ['passwordConfirmation'], message: 'does not match the password' },
  );

export const createTokenInput = z.strictObject({
  name: line({ min: 1, max: limits.tokenName }),
  scopes: z.array(tokenScope).min(1, 'must name at least one').max(tokenScopes.length),
  expiresAt: timestamp.optional(),
});

export const createBotInput = z.strictObject({
  username,
  displayName: label({ max: limits.displayName }).optional(),
});
export type CreateBotInput = z.input<typeof createBotInput>;

export const byId = z.strictObject({ id });
export const byUsername = z.strictObject({ username: userRef });

/** What everybody may see of a user. */
export const userView = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role,
  /** Only there for a bot. */
  isBot: z.boolean().optional(),
});
export type UserView = z.infer<typeof userView>;

export const profileView = userView.extend({
  bio: z.string(),
  createdAt: timestamp,
});
export type ProfileView = z.infer<typeof profileView>;

/** What a user sees of oneself. */
export const accountView = profileView.extend({
  email: z.string(),
  address: address.nullable(),
  confirmedAt: timestamp.nullable(),
  /** Only there once one was set; it may be over. */
  status: statusView.optional(),
});
export type AccountView = z.infer<typeof accountView>;

export const registerResult = z.object({ user: accountView, token: z.string() });
export const loginResult = registerResult.extend({ expiresAt: timestamp });

/** The token is shown this once; it may read and write, and lasts a year. */
export const createBotResult = z.object({
  user: userView,
  token: z.string(),
  expiresAt: timestamp,
});
export type CreateBotResult = z.infer<typeof createBotResult>;

export const sessionView = z.object({
  id,
  device: z.string(),
  address: z.string(),
  isCurrent: z.boolean(),
  createdAt: timestamp,
  lastUsedAt: timestamp,
  expiresAt: timestamp,
});
export type SessionView = z.infer<typeof sessionView>;

export const tokenView = z.object({
  id,
  name: z.string(),
  scopes: z.array(tokenScope),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
});
export type TokenView = z.infer<typeof tokenView>;

/** The token itself is shown this once; only its hash is kept. */
export const createTokenResult = tokenView.extend({ token: z.string() });

export const items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
