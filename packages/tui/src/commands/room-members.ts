// `tui rooms`: who is in a room, who comes in, and what is done about people.

import {
  banMemberInput,
  createRoomInviteInput,
  type MemberView,
  memberRoles,
  setMemberInput,
} from '@parley/shared/chat';
import { type Api, readMembers } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { readMoment } from './post-schedule.ts';
import { asRoom, findRoom, refuseTalk } from './room-refs.ts';
import { formatTime } from './time.ts';

export async function listMembers(context: CommandContext): Promise<void> {
  const api = await context.api();
  const room = await findRoom(api, context.words[0]!);
  const [members, present] = await Promise.all([
    readMembers(api.chat, room),
    context.isJson ? new Set() : readPresent(api, room),
  ]);
  await context.list<MemberView>({ items: members, nextCursor: null }, [
    { title: 'USER', get: ({ user }) => user.username },
    { title: 'NAME', get: ({ user }) => user.displayName },
    { title: 'ROLE', get: ({ role }) => role },
    { title: 'HERE', get: ({ user }) => (present.has(user.id) ? 'yes' : '-') },
    {
      title: 'MUTED UNTIL',
      get: ({ mutedUntil }) => (isAhead(mutedUntil) ? formatTime(mutedUntil) : '-'),
    },
    {
      title: 'STATUS',
      get: ({ status }) => {
        if (status === undefined) return '-';
        return status.text === '' ? status.state : `${status.state}: ${status.text}`;
      },
    },
    { title: 'JOINED', get: ({ joinedAt }) => formatTime(joinedAt) },
  ]);
}

/** Ids of those who are in the room with some device. */
async function readPresent(api: Api, room: string): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (let after: string | undefined; ; ) {
    const keys = Object.keys(
      await api.presence.list.query({ topic: `room:${room}`, after }),
    ).sort();
    if (keys.length === 0) return present;
    for (const key of keys) present.add(key);
    after = keys.at(-1);
  }
}

const isAhead = (moment: string | null): boolean =>
  moment !== null && Date.parse(moment) > Date.now();

/** Brings a person in, or makes a link for whoever has it. */
export async function invite(context: CommandContext): Promise<void> {
  const [written, username] = context.words as [string, string?];
  const room = refuseTalk(written);
  const api = await context.api();
  if (username !== undefined) {
    await api.chat.inviteMember.mutate({ room, username });
    context.result({ ok: true }, `Brought ${asPerson(username)} into ${asRoom(room)}`);
    return;
  }
  const expires = context.option('expires');
  const input = checkInput(createRoomInviteInput, {
    room,
    maxUses: readCount(context, 'uses'),
    expiresAt: expires === undefined ? undefined : readMoment('--expires', expires),
  });
  const made = await api.chat.createRoomInvite.mutate(input);
  context.result(made, made.code);
  context.say('This is the only time the code is shown. It is used with: tui rooms join CODE');
}

export async function listInvites(context: CommandContext): Promise<void> {
  const api = await context.api();
  const room = refuseTalk(context.words[0]!);
  await context.list(
    await api.chat.listRoomInvites.query({ room }),
    [
      { title: 'ID', get: ({ id }) => id },
      { title: 'BY', get: ({ creator }) => creator.username },
      { title: 'USES LEFT', get: ({ usesLeft }) => (usesLeft === null ? 'any' : String(usesLeft)) },
      { title: 'ENDS', get: ({ expiresAt }) => formatTime(expiresAt) },
    ],
    `No links lead into ${asRoom(room)}.`,
  );
}

export async function revokeInvite(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.chat.revokeRoomInvite.mutate({ id: context.words[0]! });
  context.result({ ok: true }, 'Invite ended');
}

export async function removeMember(context: CommandContext): Promise<void> {
  const [written, username] = context.words as [string, string];
  const room = refuseTalk(written);
  const api = await context.api();
  await api.chat.removeMember.mutate({ room, username });
  context.result({ ok: true }, `Put ${asPerson(username)} out of ${asRoom(room)}`);
}

export async function banMember(context: CommandContext): Promise<void> {
  const [written, username] = context.words as [string, string];
  const room = refuseTalk(written);
  const until = context.option('until');
  const input = checkInput(banMemberInput, {
    room,
    username,
    reason: context.option('reason'),
    until: until === undefined ? undefined : readMoment('--until', until),
  });
  const api = await context.api();
  await api.chat.banMember.mutate(input);
  context.result({ ok: true }, `Banned ${asPerson(username)} from ${asRoom(room)}`);
}

export async function unbanMember(context: CommandContext): Promise<void> {
  const [written, username] = context.words as [string, string];
  const room = refuseTalk(written);
  const api = await context.api();
  await api.chat.unbanMember.mutate({ room, username });
  context.result({ ok: true }, `${asPerson(username)} may come into ${asRoom(room)} again`);
}

export async function listBans(context: CommandContext): Promise<void> {
  const api = await context.api();
  const room = refuseTalk(context.words[0]!);
  await context.list(
    await api.chat.listBans.query({ room }),
    [
      { title: 'USER', get: ({ user }) => user.username },
      { title: 'SINCE', get: ({ createdAt }) => formatTime(createdAt) },
      { title: 'UNTIL', get: ({ until }) => (until === null ? 'lifted' : formatTime(until)) },
      { title: 'REASON', get: ({ reason }) => reason },
    ],
    `Nobody is banned from ${asRoom(room)}.`,
  );
}

export async function muteMember(context: CommandContext): Promise<void> {
  const [written, username, when = '1h'] = context.words as [string, string, string?];
  const room = refuseTalk(written);
  const mutedUntil = readMoment('TIME', when);
  const input = checkInput(setMemberInput, { room, username, mutedUntil });
  const api = await context.api();
  const member = await api.chat.setMember.mutate(input);
  context.result(
    member,
    `${asPerson(username)} may write in ${asRoom(room)} from ${formatTime(mutedUntil)} on`,
  );
}

export async function unmuteMember(context: CommandContext): Promise<void> {
  const [written, username] = context.words as [string, string];
  const room = refuseTalk(written);
  const api = await context.api();
  const member = await api.chat.setMember.mutate({ room, username, mutedUntil: null });
  context.result(member, `${asPerson(username)} may write in ${asRoom(room)} again`);
}

export async function setRole(context: CommandContext): Promise<void> {
  const [written, username, named] = context.words as [string, string, string];
  const room = refuseTalk(written);
  const role = memberRoles.find((one) => one === named)!;
  const api = await context.api();
  const member = await api.chat.setMember.mutate({ room, username, role });
  context.result(member, `${asPerson(username)} is ${role} of ${asRoom(room)}`);
}

function asPerson(written: string): string {
  return `@${written.replace(/^@/, '')}`;
}
