// Settles the configuration: flags over environment over file over defaults, with each value's source.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Arguments, readArguments } from './arguments.ts';
import {
  type ConfigFile,
  type Environment,
  explain,
  findPlace,
  type ReadText,
  readConfigFile,
} from './file.ts';
import { flagOf, keyOf, type SettingName, settingNames, settings } from './settings.ts';
import { findNearest } from './suggest.ts';

type Values = { [Name in SettingName]: (typeof settings)[Name]['parse']['_output'] };

type Unset = 'databaseUrl' | 'publicUrl' | 'smtpUrl';
type Rates = 'rateApi' | 'rateMessages' | 'rateLogin';

/** Everything the daemon can be told; the settings by name, rates gathered. */
export type Config = Omit<Values, Unset | Rates> & {
  [Name in Unset]: Values[Name] | undefined;
} & { rates: { api: Values[Rates]; messages: Values[Rates]; login: Values[Rates] } };

/** The text a value is made of and where it stood: a flag, `environment`, a file, or `default`. */
export interface Found {
  text: string | undefined;
  source: string;
}

export interface LoadedConfig {
  config: Config;
  sources: Record<SettingName, Found>;
  /** Words of the command line that are no options. */
  words: string[];
  /** The options as they were given, to hand on to another process. */
  flags: string[];
}

/** What is wrong with the configuration: every problem, each with its place and remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((line) => `  ${line}`)].join('\n'));
    this.problems = problems;
  }
}

export interface LoadOptions {
  /** Without the program and the command. */
  argv: readonly string[];
  env: Environment;
  readText?: ReadText;
}

/** Throws ConfigError with all problems at once. */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { argv, env, readText = (path) => readFile(path, 'utf8') } = options;
  const line = readArguments(argv);
  const file = await readConfigFile(env, readText);
  const problems = [...line.problems, ...findMisspelt(env), ...file.problems];
  const sources = {} as LoadedConfig['sources'];
  const values: Record<string, unknown> = {};

  for (const name of settingNames) {
    try {
      sources[name] = await find(name, { line, env, file, readText });
      values[name] = parse(name, sources[name]);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);

  const { rateApi: api, rateMessages: messages, rateLogin: login, ...rest } = values as Values;
  const dataDirectory = resolve(rest.dataDirectory);
  return {
    config: { ...rest, dataDirectory, rates: { api, messages, login } },
    sources,
    words: line.words,
    flags: line.flags,
  };
}

/** Others may have variables of that kind, so only what is nearly one of ours is refused. */
function findMisspelt(env: Environment): string[] {
  const known = settingNames.flatMap((name) => {
    const { env: variable, isSecret } = settings[name];
    return isSecret ? [variable, `${variable}_FILE`] : [variable];
  });
  const ownNames = [...known, 'PARLEY_CONFIG'].flatMap((name) => toOwnName(name) ?? []);
  return Object.keys(env).flatMap((variable) => {
    const name = toOwnName(variable);
    if (name === undefined || ownNames.includes(name)) return [];
    const nearest = findNearest(name, ownNames);
    return nearest ? [`${variable} is no setting. Did you mean ${prefix}${nearest}?`] : [];
  });
}

const prefix = 'PARLEY_';

function toOwnName(variable: string): string | undefined {
  return variable.startsWith(prefix) ? variable.slice(prefix.length) : undefined;
}

interface Places {
  line: Arguments;
  env: Environment;
  file: ConfigFile;
  readText: ReadText;
}

async function find(name: SettingName, places: Places): Promise<Found> {
  const { line, env, file, readText } = places;
  const { env: variable, isSecret, default: fallback } = settings[name];
  const flag = line.values.get(flagOf(variable));
  if (flag !== undefined) return { text: flag, source: `--${flagOf(variable)}` };
  const path = isSecret && env[`${variable}_FILE`];
  if (path && env[variable]) {
    throw new ConfigError([`${variable} and ${variable}_FILE are both set. Unset one of them.`]);
  }
  // Set to nothing is as good as unset: that is how unit files and compose files leave a blank.
  if (env[variable]) return { text: env[variable], source: 'environment' };
  if (path) return { text: await readSecret(`${variable}_FILE`, path, readText), source: path };
  const written = file.values.get(keyOf(variable));
  if (written !== undefined) return { text: written, source: file.path ?? '' };
  const text = name === 'dataDirectory' ? findPlace(env, 'data') : fallback;
  return { text, source: 'default' };
}

async function readSecret(variable: string, path: string, readText: ReadText): Promise<string> {
  try {
    return (await readText(path)).trim();
  } catch (error) {
    throw new ConfigError([`${variable} names ${path}, which cannot be read: ${explain(error)}.`]);
  }
}

function parse(name: SettingName, { text, source }: Found): unknown {
  if (text === undefined) return undefined;
  const { env, isSecret, parse: schema } = settings[name];
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = isSecret ? '' : `is ${JSON.stringify(text)}, but `;
  const reasons = parsed.error.issues.map(({ message }) => message).join(' and ');
  throw new ConfigError([`${env} (from ${source}) ${shown}${reasons}.`]);
}
