// What the client runs with: flags over environment over the saved profile over the default.

import { join } from 'node:path';
import { DomainError } from '@parley/shared/errors';
import type { Environment } from './environment.ts';
import { findPlaces, type Places } from './places.ts';
import { defaultServer, normalizeServer } from './server-url.ts';
import { type Profile, readSettings, type Settings, saveProfile } from './settings.ts';
import { createFileTokenStore, type TokenStore, withGivenToken } from './token-store.ts';

/** What the command line says about the server. */
export interface ServerFlags {
  readonly server?: string;
  readonly profile?: string;
  readonly isInsecure?: boolean;
}

export interface ClientConfig {
  /** Normalised. */
  readonly server: string;
  readonly serverSource: 'flag' | 'environment' | 'profile' | 'default';
  readonly profile: string;
  readonly isInsecure: boolean;
  /** Sessions of this profile by server; `PARLEY_TOKEN` stands in for the one in use. */
  readonly tokens: TokenStore;
  readonly settings: Settings;
  readonly places: Places;
  readonly environment: Environment;
  /** A server that is typed later, under the same rules. @throws unsupported */
  normalizeServer(written: string): string;
  /** Makes the server that of the profile, and the profile the one in use. */
  rememberServer(server: string): Promise<void>;
}

/** @throws unsupported for addresses, names and files that cannot be used. */
export async function loadClientConfig(
  flags: ServerFlags,
  environment: Environment,
): Promise<ClientConfig> {
  const places = findPlaces(environment);
  const settings = await readSettings(places.settings);
  const profile = checkProfile(flags.profile ?? environment.profile ?? settings.profile);
  const saved = Object.hasOwn(settings.profiles, profile) ? settings.profiles[profile] : undefined;
  const chosen = chooseServer(flags, environment, saved);
  const isInsecure =
    (flags.isInsecure ?? false) || (chosen.source === 'profile' && saved?.insecure === true);
  const server = normalizeServer(chosen.server, { isInsecure });
  const file = createFileTokenStore(join(places.tokens, `${profile}.json`));
  const { token } = environment;
  return {
    server,
    serverSource: chosen.source,
    profile,
    isInsecure,
    tokens: token === undefined ? file : withGivenToken(file, server, token),
    settings,
    places,
    environment,
    normalizeServer: (written) => normalizeServer(written, { isInsecure }),
    rememberServer: (next) =>
      saveProfile(places.settings, profile, {
        server: next,
        ...(isInsecure && next.startsWith('http:') && { insecure: true }),
      }),
  };
}

interface Candidate {
  readonly source: ClientConfig['serverSource'];
  readonly server: string | undefined;
}

function chooseServer(flags: ServerFlags, environment: Environment, saved?: Profile) {
  const byFlag: Candidate = { source: 'flag', server: flags.server };
  const byEnvironment: Candidate = { source: 'environment', server: environment.server };
  const byProfile: Candidate = { source: 'profile', server: saved?.server };
  // A profile named on the command line is a server named on the command line.
  const order =
    flags.profile === undefined
      ? [byFlag, byEnvironment, byProfile]
      : [byFlag, byProfile, byEnvironment];
  const { source, server } = order.find((candidate) => candidate.server !== undefined) ?? {
    source: 'default',
  };
  return { source, server: server ?? defaultServer };
}

function checkProfile(name: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,31}$/i.test(name)) return name;
  throw new DomainError('unsupported', 'A profile name has letters, digits, - and _ only.');
}
