// The configuration for people: every setting with its value and source, secrets masked.

import type { LoadedConfig } from './load.ts';
import { flagOf, keyOf, type SettingName, settingNames, settings } from './settings.ts';

export interface SettingDescription {
  name: string;
  env: string;
  flag: string;
  /** Key in the TOML file. */
  key: string;
  default: string | undefined;
  doc: string;
  isSecret: boolean;
}

/** Every setting as the reference page shows it. */
export function listSettings(): SettingDescription[] {
  return settingNames.map((name) => {
    const { env, default: text, doc, isSecret = false } = settings[name];
    return { name, env, flag: `--${flagOf(env)}`, key: keyOf(env), default: text, doc, isSecret };
  });
}

/** The settings in force. */
export function describeConfig(
  loaded: LoadedConfig,
): (SettingDescription & { value: string; source: string })[] {
  return listSettings().map((setting) => {
    const name = setting.name as SettingName;
    const { text = '', source } = loaded.sources[name];
    const isSecret = setting.isSecret && !settings[name].openValues?.includes(text);
    return { ...setting, value: isSecret ? maskSecret(text) : text, source };
  });
}

/** A URL keeps all but its password or token; anything else keeps nothing. */
function maskSecret(text: string): string {
  if (text === '') return '';
  if (!URL.canParse(text)) return '***';
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  // A user without a password is a token to NATS.
  else if (url.username !== '' && /^(?:nats|tls):/.test(text)) url.username = '***';
  for (const name of url.searchParams.keys()) {
    if (/password|secret|token/i.test(name)) url.searchParams.set(name, '***');
  }
  return url.href;
}
