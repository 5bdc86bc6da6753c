// `tui servers`: saved servers, one per profile.

import { DomainError } from '@parley/shared/errors';
import { saveProfile } from '../config/index.ts';
import type { CommandContext } from './context.ts';

export async function listServers(context: CommandContext): Promise<void> {
  const { settings, profile: used } = context.config;
  const items = Object.entries(settings.profiles).map(([profile, { server }]) => ({
    profile,
    server,
    isUsed: profile === used,
  }));
  await context.list({ items }, [
    { title: 'PROFILE', get: ({ profile, isUsed }) => (isUsed ? `${profile} *` : profile) },
    { title: 'SERVER', get: ({ server }) => server },
  ]);
}

export async function useServer(context: CommandContext): Promise<void> {
  const { settings, places } = context.config;
  const profile = context.words[0]!;
  const saved = Object.hasOwn(settings.profiles, profile) ? settings.profiles[profile] : undefined;
  if (saved === undefined) {
    throw new DomainError(
      'not_found',
      `There is no profile "${profile}". Make it with: tui login --profile NAME --server URL`,
    );
  }
  await saveProfile(places.settings, profile, saved);
  context.result({ profile, ...saved }, `Using ${saved.server}`);
}
