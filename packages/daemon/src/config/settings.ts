// The one table of settings: name, flag, default, meaning, and how a text becomes a value.

import { isIP } from 'node:net';
import { z } from 'zod';

/** `100/60s`: calls per seconds. `off`: no limit. */
const rate = z
  .string()
  .regex(/^(?:off|[1-9]\d{0,6}\/[1-9]\d{0,4}s)$/, 'must look like 100/60s, or be off')
  .transform((text) => {
    if (text === 'off') return null;
    const [points, seconds] = text.split('/').map((part) => Number.parseInt(part, 10));
    return { points: points!, seconds: seconds! };
  });

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** `10.0.0.1`, `10.0.0.0/8`, `::1`, or one of the names that proxy-addr knows. */
function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

/** Scheme, host and port, nothing else: what a browser sends as `Origin`. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** A base that links are appended to: a secret or a query in it would go into every mail. */
function isBase(text: string): boolean {
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === '');
}

/** The bus by its name, or the address of a server for it. */
function isPubSub(text: string): boolean {
  if (['postgres', 'isolated'].includes(text)) return true;
  return URL.canParse(text) && ['nats:', 'tls:'].includes(new URL(text).protocol);
}

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)),
      {
        // What follows may rely on its being a URL.
        abort: true,
        error: `must be a URL that starts with ${protocols.map((name) => `${name}://`).join(' or ')}`,
      },
    );

const oneOf = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

export interface Setting<Value> {
  /** Environment variable; the flag and the key of the file are made from it. */
  env: string;
  /** Text of the default; undefined: unset, or worked out from the machine. */
  default?: string;
  isSecret?: boolean;
  /** Values of a secret setting that are none. */
  openValues?: readonly string[];
  doc: string;
  parse: z.ZodType<Value, string>;
}

const define = <Value>(setting: Setting<Value>): Setting<Value> => setting;

export const settings = {
  databaseUrl: define({
    env: 'DATABASE_URL',
    isSecret: true,
    doc: 'PostgreSQL 15 or newer of your own. Unset: Parley runs one under the data directory.',
    parse: url('postgres', 'postgresql'),
  }),
  dataDirectory: define({
    env: 'PARLEY_DATA_DIR',
    doc: 'Where the embedded database and the local mailbox are kept. Unset: `$XDG_DATA_HOME/parley`.',
    parse: z.string().min(1, 'must be a directory'),
  }),
  host: define({
    env: 'PARLEY_HOST',
    default: '127.0.0.1',
    doc: 'Address to listen on; `0.0.0.0` or `::` for all.',
    parse: z
      .string()
      .refine(
        (text) => isIP(text) !== 0 || /^[\w-]+(?:\.[\w-]+)*$/.test(text),
        'must be an address or a host name, without scheme and port',
      ),
  }),
  port: define({
    env: 'PARLEY_PORT',
    default: '4000',
    doc: 'Port to listen on; 0 picks a free one.',
    parse: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port from 0 to 65535')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a port from 0 to 65535'),
  }),
  publicUrl: define({
    env: 'PARLEY_PUBLIC_URL',
    doc: 'The only base for links in mail and feeds. Unset: from host and port.',
    parse: url('http', 'https')
      .refine(isBase, { abort: true, error: 'must have no user, password, query or fragment' })
      .transform((text) => text.replace(/\/+$/, '')),
  }),
  siteName: define({
    env: 'PARLEY_SITE_NAME',
    default: 'Parley',
    doc: 'What the pages and feeds call the whole.',
    parse: z.string().trim().min(1, "can't be blank").max(80, 'must be at most 80 characters'),
  }),
  registration: define({
    env: 'PARLEY_REGISTRATION',
    default: 'open',
    doc: 'Who may make an account: `open`, `invite` or `closed`. The first account is always let in and becomes admin.',
    parse: oneOf('open', 'invite', 'closed'),
  }),
  passwordPolicy: define({
    env: 'PARLEY_PASSWORD_POLICY',
    default: 'strength',
    doc: '`strength`: at least 10 characters and hard to guess. `composition`: 8–72 characters with lower case, upper case and digit.',
    parse: oneOf('strength', 'composition'),
  }),
  smtpUrl: define({
    env: 'SMTP_URL',
    isSecret: true,
    doc: 'Mail server, `smtp://user:password@host:port`. Unset: mails go to the local mailbox, one `.eml` each.',
    parse: url('smtp', 'smtps'),
  }),
  pubsub: define({
    env: 'PARLEY_PUBSUB',
    default: 'postgres',
    isSecret: true,
    openValues: ['postgres', 'isolated'],
    doc: 'How several daemons tell each other of news: `postgres`, by way of the database; `nats://user:password@host:4222/name`, by way of a NATS server; `isolated`, not at all, for one alone.',
    parse: z
      .string()
      .refine(isPubSub, 'must be postgres, isolated, or start with nats:// or tls://'),
  }),
  mode: define({
    env: 'PARLEY_MODE',
    default: 'all',
    doc: '`web` serves without running jobs, `worker` runs jobs without serving, `all` does both.',
    parse: oneOf('all', 'web', 'worker'),
  }),
  rateApi: define({
    env: 'PARLEY_RATE_API',
    default: '100/60s',
    doc: 'Calls per user, else per address, at all daemons together. `off` also lifts the caps on open sockets: for load tests.',
    parse: rate,
  }),
  rateMessages: define({
    env: 'PARLEY_RATE_MESSAGES',
    default: '20/60s',
    doc: 'Messages sent per user, at all daemons together.',
    parse: rate,
  }),
  rateLogin: define({
    env: 'PARLEY_RATE_LOGIN',
    default: '10/60s',
    doc: 'Attempts to log in per address, at all daemons together. `off` also lifts the ten registrations per hour and address.',
    parse: rate,
  }),
  trustProxy: define({
    env: 'PARLEY_TRUST_PROXY',
    default: '',
    doc: 'Addresses or networks of trusted proxies, with commas; only they may say whom a call is from.',
    parse: list.refine(
      (items) => items.every(isNetwork),
      'must be addresses or networks such as 127.0.0.1, 10.0.0.0/8',
    ),
  }),
  allowedOrigins: define({
    env: 'PARLEY_ALLOWED_ORIGINS',
    default: '',
    doc: 'Web origins besides the public URL whose pages may open a WebSocket, with commas.',
    parse: list.refine(
      (items) => items.every(isOrigin),
      'must be origins such as https://chat.example, without a path',
    ),
  }),
  logLevel: define({
    env: 'PARLEY_LOG_LEVEL',
    default: 'info',
    doc: 'JSON lines on stderr, pretty on a terminal.',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
} as const;

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as SettingName[];

/** `PARLEY_DATA_DIR` → `data-dir`, `DATABASE_URL` → `database-url`. */
export function flagOf(env: string): string {
  return env
    .replace(/^PARLEY_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

/** The key in the file: `data_dir`. */
export function keyOf(env: string): string {
  return flagOf(env).replaceAll('-', '_');
}
