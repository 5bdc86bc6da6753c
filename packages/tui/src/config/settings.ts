// The person's own file, `tui.json`: servers by profile, key bindings, looks.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '@parley/shared/errors';
import { type NotificationSettings, parseNotifications } from './notifications.ts';

export interface Profile {
  readonly server: string;
  /** Set when plain http to another machine was allowed at login. */
  readonly insecure?: boolean;
}

export interface Settings {
  /** The profile in use when none is named. */
  readonly profile: string;
  readonly profiles: Readonly<Record<string, Profile>>;
  /** Action → the keys that shall do it. */
  readonly keys: Readonly<Record<string, string | readonly string[]>>;
  readonly theme?: string;
  readonly notifications: NotificationSettings;
  /** Minutes without a key after which one is shown as away; 0: never. */
  readonly awayAfter: number;
}

export const defaultProfile = 'default';
const defaultAwayAfter = 15;
const mostAwayAfter = 1_440;

/** @throws unsupported when the file is there but cannot be understood. */
export async function readSettings(path: string): Promise<Settings> {
  return parseSettings(await readRaw(path), path);
}

/** Remembers the server of a profile and makes it the one in use; the rest of the file stays as it is. */
export async function saveProfile(path: string, name: string, profile: Profile): Promise<void> {
  const raw = await readRaw(path);
  const { profiles } = parseSettings(raw, path);
  const next = { ...raw, profile: name, profiles: { ...profiles, [name]: profile } };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(next, null, 2)}\n`);
  await rename(partial, path);
}

async function readRaw(path: string): Promise<object> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    const raw: unknown = JSON.parse(text);
    if (isRecord(raw)) return raw;
  } catch (cause) {
    throw malformed(path, cause instanceof Error ? cause.message : 'it is no JSON');
  }
  throw malformed(path, 'it must be one JSON object');
}

function parseSettings(raw: object, path: string): Settings {
  const { profile = defaultProfile, profiles = {}, keys = {}, theme } = raw as Partial<Settings>;
  if (typeof profile !== 'string') throw malformed(path, '"profile" must be text');
  if (!isRecord(profiles) || !Object.values(profiles).every(isProfile)) {
    throw malformed(path, '"profiles" must look like {"home": {"server": "https://…"}}');
  }
  if (!isRecord(keys) || !Object.values(keys).every(isKeys)) {
    throw malformed(path, '"keys" must look like {"help": ["?", "ctrl+g"]}');
  }
  if (theme !== undefined && typeof theme !== 'string') {
    throw malformed(path, '"theme" must be text');
  }
  const notifications = parseNotifications((raw as { notifications?: unknown }).notifications);
  if ('problem' in notifications)
    throw malformed(path, `"notifications": ${notifications.problem}`);
  const { awayAfter = defaultAwayAfter } = raw as { awayAfter?: unknown };
  if (typeof awayAfter !== 'number' || !(awayAfter >= 0 && awayAfter <= mostAwayAfter)) {
    throw malformed(path, `"awayAfter" must be minutes, from 0 (never) to ${mostAwayAfter}`);
  }
  return { profile, profiles, keys, theme, notifications, awayAfter };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isProfile(value: unknown): value is Profile {
  if (!isRecord(value)) return false;
  const { server, insecure } = value;
  return typeof server === 'string' && ['boolean', 'undefined'].includes(typeof insecure);
}

function isKeys(value: unknown): value is string | string[] {
  return (Array.isArray(value) ? value : [value]).every((key) => typeof key === 'string');
}

function malformed(path: string, why: string): DomainError {
  return new DomainError('unsupported', `${path} cannot be understood: ${why}`);
}
