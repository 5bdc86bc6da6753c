// The file's share of the configuration: TOML, whose keys are the flags in snake_case.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { parse, TomlError, type TomlValue } from 'smol-toml';
import { keyOf, settingNames, settings } from './settings.ts';
import { findNearest } from './suggest.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadText = (path: string) => Promise<string>;

export interface ConfigFile {
  /** Undefined when there is none. */
  path?: string;
  /** Key → text, as a flag would give it. */
  values: ReadonlyMap<string, string>;
  problems: string[];
}

/** Where settings and data of this user lie by the XDG base directory specification. */
export function findPlace(env: Environment, kind: 'config' | 'data'): string {
  const given = kind === 'config' ? env.XDG_CONFIG_HOME : env.XDG_DATA_HOME;
  const home = env.HOME || homedir();
  const fallback = kind === 'config' ? join(home, '.config') : join(home, '.local', 'share');
  // The specification: a relative path is invalid and to be ignored.
  return join(given && isAbsolute(given) ? given : fallback, 'parley');
}

/** `$PARLEY_CONFIG`, which must be there; else the first of the usual places that is. */
export async function readConfigFile(env: Environment, readText: ReadText): Promise<ConfigFile> {
  const places = env.PARLEY_CONFIG
    ? [env.PARLEY_CONFIG]
    : ['/etc/parley/parleyd.toml', join(findPlace(env, 'config'), 'parleyd.toml')];
  for (const path of places) {
    try {
      return parseConfigFile(path, await readText(path));
    } catch (error) {
      if (isAbsent(error) && !env.PARLEY_CONFIG) continue;
      const place = env.PARLEY_CONFIG ? `PARLEY_CONFIG names ${path}, which` : path;
      return { path, values: new Map(), problems: [`${place} cannot be read: ${explain(error)}.`] };
    }
  }
  return { values: new Map(), problems: [] };
}

function parseConfigFile(path: string, text: string): ConfigFile {
  const known = settingNames.map((name) => keyOf(settings[name].env));
  const values = new Map<string, string>();
  const problems: string[] = [];
  try {
    for (const [key, value] of Object.entries(parse(text))) {
      const text = toText(value);
      if (!known.includes(key)) {
        const nearest = findNearest(key, known);
        const hint = nearest ? ` Did you mean ${nearest}?` : '';
        problems.push(`${path}: ${JSON.stringify(key)} is no setting.${hint}`);
      } else if (text === undefined) {
        problems.push(`${path}: ${key} must be a text, a number or a list of texts.`);
      } else {
        values.set(key, text);
      }
    }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Only the first line of the message: the others quote the file, secrets and all.
    const reason = error.message.split('\n')[0];
    problems.push(`${path}:${error.line}:${error.column}: ${reason}.`);
  }
  return { path, values, problems };
}

/** As a flag or variable would give it; undefined for tables and dates, which no setting takes. */
function toText(value: TomlValue): string | undefined {
  if (Array.isArray(value)) return value.map(toText).join(',');
  return typeof value === 'object' ? undefined : String(value);
}

export function explain(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'this user may not read it';
  return error instanceof Error ? error.message : String(error);
}

function isAbsent(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR';
}
