// `tui profile`: what others see of one.

import type { ProfileInput } from '@parley/shared/accounts';
import type { CommandContext } from './context.ts';
import { usageError } from './report-error.ts';
import { formatTime } from './time.ts';

export async function showProfile(context: CommandContext): Promise<void> {
  const api = await context.api();
  const [username] = context.words;
  const profile =
    username === undefined
      ? await api.accounts.me.query()
      : await api.accounts.getProfile.query({ username });
  print(context, profile);
}

export async function setProfile(context: CommandContext): Promise<void> {
  const input: ProfileInput = {
    displayName: context.option('display-name'),
    bio: context.option('bio'),
  };
  if (Object.values(input).every((value) => value === undefined)) {
    throw usageError('Say what to change: --display-name or --bio.');
  }
  const api = await context.api();
  print(context, await api.accounts.updateProfile.mutate(input));
}

interface Profile {
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly createdAt: string;
  readonly bio: string;
}

function print(context: CommandContext, profile: Profile): void {
  const { username, displayName, role, createdAt, bio } = profile;
  const name = displayName === '' || displayName === username ? '' : ` (${displayName})`;
  context.result(
    profile,
    `${username}${name}, ${role} since ${formatTime(createdAt).slice(0, 10)}`,
  );
  if (bio !== '' && !context.isJson) context.text(bio);
}
