// `tui rooms`: the rooms there are, coming in and going, their rules.

import { notifyLevels, type RoomListItem, updateRoomInput } from '@parley/shared/chat';
import { findInvite, type Invite, isInviteTo } from '@parley/shared/invites';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { parseCount, readCount } from './count.ts';
import { readMoment } from './post-schedule.ts';
import { usageError } from './report-error.ts';
import { asRoom, findRoom, nameRoom, openRoom, refuseTalk } from './room-refs.ts';
import { formatTime } from './time.ts';

export async function listRooms(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list<RoomListItem>(await api.chat.listRooms.query(), [
    { title: 'ROOM', get: nameRoom },
    { title: 'UNREAD', get: ({ membership, unread }) => (membership ? String(unread) : '-') },
    { title: 'CALLS', get: ({ membership, mentions }) => (membership ? String(mentions) : '-') },
    { title: 'YOU ARE', get: ({ membership }) => membership?.role ?? '-' },
    {
      title: 'VISIBILITY',
      get: ({ visibility, archivedAt }) => (archivedAt === null ? visibility : 'archived'),
    },
    { title: 'TOPIC', get: ({ topic }) => topic },
  ]);
}

export async function createRoom(context: CommandContext): Promise<void> {
  const { option, has } = context;
  const api = await context.api();
  const room = await api.chat.createRoom.mutate({
    slug: context.words[0]!,
    name: option('name'),
    topic: option('topic'),
    visibility: has('private') ? 'private' : 'public',
  });
  context.result(room, `Made #${room.slug}`);
}

export async function joinRoom(context: CommandContext): Promise<void> {
  const [written] = context.words as [string];
  const api = await context.api();
  const invite = findInvite(written);
  if (invite) await requireServerOf(context, invite);
  const joined = invite
    ? await api.chat.joinByInvite.mutate({ code: invite.code })
    : await api.chat.joinRoom.mutate({ room: await openRoom(api, written) });
  context.result(joined, `Joined ${nameRoom(joined)}`);
  const days = joined.retentionDays;
  if (days === null) return;
  const howLong = days === 1 ? 'a day' : `${days} days`;
  context.say(`Messages are kept for ${howLong} there, and then deleted for good.`);
}

/** A code is worth nothing elsewhere, and is nobody's business there. */
async function requireServerOf(context: CommandContext, invite: Invite): Promise<void> {
  const { server } = context.config;
  if (isInviteTo(invite, [server])) return;
  const api = await context.api();
  const { publicUrl } = await api.system.info.query();
  if (isInviteTo(invite, [publicUrl])) return;
  throw usageError(
    `This link leads to ${invite.server}, and you are on ${server}. Say so: tui rooms join LINK --server ${invite.server}`,
  );
}

export async function leaveRoom(context: CommandContext): Promise<void> {
  const [written] = context.words as [string];
  const api = await context.api();
  await api.chat.leaveRoom.mutate({ room: await findRoom(api, written) });
  const isDirect = written.startsWith('@');
  context.result(
    { ok: true },
    isDirect ? `Put ${written} away: it is back with the next message` : `Left ${asRoom(written)}`,
  );
}

/** Only what is given is changed. */
export async function updateRoom(context: CommandContext): Promise<void> {
  const { option, has } = context;
  const room = refuseTalk(context.words[0]!);
  const changes = {
    slug: option('slug'),
    name: option('name'),
    topic: option('topic'),
    isReadOnly: toSwitch(option('read-only')),
    slowModeSeconds: readCount(context, 'slow', 0),
    retentionDays: toDays(option('keep')),
    showsPast: toSwitch(option('past')),
    visibility: option('visibility'),
  };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw usageError('Say what to change. See: tui rooms update --help');
  const input = checkInput(updateRoomInput, { room, ...Object.fromEntries(given) });
  const api = await context.api();
  const { retentionDays } = changes;
  if (!has('dry-run')) {
    const updated = await api.chat.updateRoom.mutate(input);
    context.result(updated, `Changed #${updated.slug}`);
    if (context.isJson || typeof retentionDays !== 'number') return;
    const { count } = await api.chat.countPurgeable.query({ room: updated.id, retentionDays });
    if (count > 0) context.say(`${count} messages are older than that, and will be purged.`);
    return;
  }
  if (given.length > 1 || typeof retentionDays !== 'number') {
    throw usageError('--dry-run tells what --keep DAYS alone would purge.');
  }
  const tried = await api.chat.countPurgeable.query({ room, retentionDays });
  context.result(tried, `${tried.count} messages would be purged`);
}

const toSwitch = (written: string | undefined): boolean | undefined =>
  written === undefined ? undefined : written === 'on';

function toDays(written: string | undefined): number | null | undefined {
  if (written === undefined) return undefined;
  return written === 'forever' ? null : parseCount('--keep', written);
}

export const archiveRoom = (context: CommandContext) => archive(context, true);
export const reviveRoom = (context: CommandContext) => archive(context, false);

async function archive(context: CommandContext, archived: boolean): Promise<void> {
  const api = await context.api();
  const room = await api.chat.archiveRoom.mutate({ room: refuseTalk(context.words[0]!), archived });
  context.result(room, `${archived ? 'Archived' : 'Revived'} #${room.slug}`);
}

export async function notifyRoom(context: CommandContext): Promise<void> {
  const [written, word] = context.words as [string, string?];
  const level = notifyLevels.find((one) => one === word);
  const quiet = context.option('quiet');
  if (level === undefined && quiet === undefined) {
    throw usageError(`Say ${notifyLevels.join(', ')}, or --quiet TIME.`);
  }
  const quietUntil =
    quiet === undefined ? undefined : quiet === 'off' ? null : readMoment('--quiet', quiet);
  const api = await context.api();
  const room = await findRoom(api, written);
  const membership = await api.chat.setNotify.mutate({ room, level, quietUntil });
  const { notify, quietUntil: end } = membership;
  const isQuiet = end !== null && Date.parse(end) > Date.now();
  context.result(
    membership,
    isQuiet
      ? `${asRoom(written)} notifies of nothing until ${formatTime(end)}, then of ${notify}`
      : `${asRoom(written)} notifies of ${notify}`,
  );
}

/** Up to the message that is the newest now, or up to the one that is named. */
export async function readRoom(context: CommandContext): Promise<void> {
  const [written, named] = context.words as [string, string?];
  const api = await context.api();
  const asked = named === undefined ? undefined : parseCount('SEQ', named, 0);
  const room = await findRoom(api, written);
  const { lastSeq, membership } = await api.chat.getRoom.query({ room });
  const seq = Math.min(asked ?? lastSeq, lastSeq);
  await api.chat.markRead.mutate({ room, seq });
  const before = membership?.lastReadSeq ?? 0;
  const words =
    seq < before
      ? `${asRoom(written)} was read up to ${before}. To go back: tui messages unread ${asRoom(written)} ${seq + 1}`
      : `Read ${asRoom(written)} up to ${seq}${seq < (asked ?? 0) ? ', its newest message' : ''}`;
  context.result({ ok: true }, words);
}
