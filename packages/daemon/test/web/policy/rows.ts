// The rows of the policy matrix: of every procedure, who may call it, in so many words.

import type { Caller, Stage } from './stage.ts';

export type Verdict =
  | 'ok'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'unsupported';
type Verdicts = Record<Exclude<Caller, 'suspended'>, Verdict>;

export interface Row {
  /** A suspended user is told to log in, whatever is called. */
  may: Verdicts;
  /** What is sent; made anew for every caller, so that no call meets what the one before left. */
  input?: (stage: Stage, caller: Caller) => unknown;
}

const u = 'unauthenticated';
const no = 'forbidden';
const hidden = 'not_found';

const everybody: Verdicts = {
  nobody: 'ok',
  outsider: 'ok',
  member: 'ok',
  moderator: 'ok',
  keeper: 'ok',
  admin: 'ok',
};
const loggedIn: Verdicts = { ...everybody, nobody: u };
const admins: Verdicts = { ...loggedIn, outsider: no, member: no, moderator: no, keeper: no };
/** Of the private room; to all others it does not exist, to the admin neither. */
const members: Verdicts = { ...loggedIn, outsider: hidden, keeper: hidden, admin: hidden };
const moderators: Verdicts = { ...members, member: no };
const owners: Verdicts = { ...moderators, moderator: no };
/** What is nobody's but its author's, and not to be seen by others. */
const authors: Verdicts = {
  nobody: u,
  outsider: hidden,
  member: hidden,
  moderator: hidden,
  keeper: hidden,
  admin: hidden,
};
/** What all may see and only its author may change. */
const authorsOfShown: Verdicts = {
  nobody: u,
  outsider: no,
  member: no,
  moderator: no,
  keeper: no,
  admin: no,
};

const room = ({ room: { slug } }: Stage) => ({ room: slug });
const victim = (stage: Stage) => ({ ...room(stage), username: stage.victim });
const message = async (stage: Stage) => ({ id: (await stage.say()).id });
const messageId = async (stage: Stage) => ({ messageId: (await stage.say()).id });
const reaction = async (stage: Stage) => ({ ...(await messageId(stage)), emoji: '👍' });
const inADay = () => new Date(Date.now() + 86_400_000).toISOString();
/** Of the owner, who is none of the callers. */
const scheduled = async ({ world, owner, room: { slug }, word }: Stage) => {
  const input = { room: slug, body: 'later', clientId: word(), sendAt: inADay() };
  return { id: (await world.chat.scheduleMessage(owner, input)).id };
};
const draft = async (stage: Stage) => ({ id: (await stage.post('draft')).id });
const published = async (stage: Stage) => ({ id: (await stage.post('published')).id });
const thread = async (stage: Stage) => {
  const root = await stage.say();
  await stage.say({ threadId: root.id });
  return { messageId: root.id };
};

const accountRows: Record<string, Row> = {
  'accounts.register': {
    may: everybody,
    input: ({ word }) => {
      const username = word();
      return { username, email: `${username}@example.org`, password: 'Quartz-lantern-71-meadow' };
    },
  },
  'accounts.login': {
    may: everybody,
    input: ({ victim: login }) => ({ login, password: 'Quartz-lantern-71-meadow' }),
  },
  'accounts.logout': { may: loggedIn },
  'accounts.me': { may: loggedIn },
  'accounts.getProfile': { may: loggedIn, input: ({ victim: username }) => ({ username }) },
  'accounts.updateProfile': { may: loggedIn, input: () => ({ bio: 'A line.' }) },
  'accounts.setStatus': { may: loggedIn, input: () => ({ state: 'away', text: 'Tea.' }) },
  // A wrong password is an error of that field.
  'accounts.changePassword': {
    may: { ...loggedIn, ...fill('invalid') },
    input: () => ({ currentPassword: 'not it at all 1', password: 'Quartz-lantern-72-meadow' }),
  },
  'accounts.listSessions': { may: loggedIn },
  // Of somebody else: as absent as one that was never there.
  'accounts.revokeSession': { may: authors, input: ({ owner }) => ({ id: owner.token!.id }) },
  'accounts.revokeAllSessions': { may: loggedIn },
  'accounts.createToken': {
    may: loggedIn,
    input: () => ({ name: 'deploy', scopes: ['read'] }),
  },
  'accounts.listTokens': { may: loggedIn },
  'accounts.revokeToken': {
    may: authors,
    input: async ({ world, owner }) => {
      const { id } = await world.sessions.createToken(owner, { name: 'x', scopes: ['read'] });
      return { id };
    },
  },
  'accounts.createBot': { may: admins, input: ({ word }) => ({ username: word() }) },
  // A person is no bot.
  'accounts.renewBotToken': {
    may: { ...admins, admin: hidden },
    input: ({ victim: username }) => ({ username }),
  },
  'accounts.listBots': { may: admins },
  'accounts.exportMyData': { may: loggedIn },
  'admin.listUsers': { may: admins },
  'admin.setRole': {
    may: admins,
    input: ({ victim: username }) => ({ username, role: 'moderator' }),
  },
  'admin.suspendUser': {
    may: admins,
    input: ({ victim: username }) => ({ username, suspended: false }),
  },
  'admin.listConnections': { may: admins },
  'admin.disconnect': {
    may: { ...admins, admin: hidden },
    input: ({ world }) => ({ id: world.ids.uuid() }),
  },
  'presence.list': { may: members, input: ({ room: { id } }) => ({ topic: `room:${id}` }) },
  // Of the connection that it comes over; the matrix calls by HTTP.
  'presence.setIdle': {
    may: { ...loggedIn, ...fill('unsupported') },
    input: () => ({ idle: true }),
  },
  'system.info': { may: everybody },
  'system.procedures': { may: everybody },
};

const blogRows: Record<string, Row> = {
  'blog.listPosts': { may: everybody },
  'blog.getPost': { may: { ...authors, nobody: hidden }, input: draft },
  'blog.searchPosts': { may: everybody, input: () => ({ query: 'words' }) },
  'blog.rankPosts': { may: everybody },
  'blog.listTags': { may: everybody },
  'blog.createPost': {
    may: loggedIn,
    input: ({ word }) => ({ title: `A ${word()}`, body: `A body of ${word()}` }),
  },
  'blog.importPost': {
    may: loggedIn,
    input: ({ world, word }) => ({
      id: world.ids.uuid(),
      title: `A ${word()}`,
      body: `A body of ${word()}`,
    }),
  },
  'blog.exportPosts': { may: loggedIn },
  'blog.updatePost': {
    may: authorsOfShown,
    input: async (stage) => ({ ...(await published(stage)), version: 1, title: 'Taken over' }),
  },
  'blog.publishPost': { may: authors, input: draft },
  // Who keeps the site takes back what should not stand there.
  'blog.unpublishPost': {
    may: { ...authorsOfShown, keeper: 'ok', admin: 'ok' },
    input: published,
  },
  'blog.schedulePost': {
    may: authors,
    input: async (stage) => ({ ...(await draft(stage)), publishAt: '2099-01-01T00:00:00Z' }),
  },
  'blog.listRevisions': { may: authorsOfShown, input: published },
  'blog.getRevision': {
    may: authorsOfShown,
    input: async (stage) => ({ ...(await published(stage)), version: 1 }),
  },
  'blog.restoreRevision': {
    may: authorsOfShown,
    input: async (stage) => ({ ...(await published(stage)), version: 1, revision: 1 }),
  },
  'blog.deletePost': {
    may: { ...authorsOfShown, keeper: 'ok', admin: 'ok' },
    input: published,
  },
  'blog.listComments': {
    may: { ...authors, nobody: hidden },
    input: async (stage) => ({ postId: (await draft(stage)).id }),
  },
  'blog.createComment': {
    may: authors,
    input: async (stage) => ({ postId: (await draft(stage)).id, body: 'Well said' }),
  },
  'blog.updateComment': {
    may: authorsOfShown,
    input: async (stage) => ({ id: (await stage.comment()).id, body: 'Taken over' }),
  },
  'blog.deleteComment': {
    may: { ...authorsOfShown, keeper: 'ok', admin: 'ok' },
    input: async (stage) => ({ id: (await stage.comment()).id }),
  },
  'blog.markCommentsRead': {
    may: authors,
    input: async (stage) => ({ postId: (await draft(stage)).id }),
  },
  'blog.onPosts': { may: everybody },
  'blog.onComments': {
    may: { ...authors, nobody: hidden },
    input: async (stage) => ({ postId: (await draft(stage)).id }),
  },
};

const chatRows: Record<string, Row> = {
  'chat.listRooms': { may: loggedIn },
  'chat.getRoom': { may: members, input: room },
  'chat.createRoom': {
    may: loggedIn,
    input: ({ word }) => ({ slug: word(), visibility: 'public' }),
  },
  'chat.joinRoom': { may: members, input: room },
  'chat.leaveRoom': { may: members, input: room },
  'chat.updateRoom': {
    may: moderators,
    input: (stage) => ({ ...room(stage), topic: stage.word() }),
  },
  'chat.archiveRoom': { may: owners, input: (stage) => ({ ...room(stage), archived: false }) },
  'chat.openDirect': { may: loggedIn, input: ({ victim: name }) => ({ usernames: [name] }) },
  'chat.findDirect': {
    may: loggedIn,
    async input(stage, caller) {
      if (caller !== 'nobody' && caller !== 'suspended')
        await stage.world.chat.openDirect(stage.scopeOf(caller), [stage.victim]);
      return { usernames: [stage.victim] };
    },
  },
  'chat.listMembers': { may: members, input: room },
  'chat.setMember': {
    may: owners,
    input: (stage) => ({ ...victim(stage), role: 'moderator' }),
  },
  'chat.inviteMember': {
    may: moderators,
    input: (stage) => ({ ...room(stage), username: 'outsider' }),
  },
  'chat.removeMember': { may: moderators, input: victim },
  'chat.banMember': { may: moderators, input: victim },
  'chat.unbanMember': { may: moderators, input: victim },
  'chat.listBans': { may: moderators, input: room },
  'chat.createRoomInvite': { may: moderators, input: room },
  'chat.listRoomInvites': { may: moderators, input: room },
  // Ids of invites are told to those who look after the room, so to members too there is none.
  'chat.revokeRoomInvite': {
    may: { ...moderators, member: hidden },
    input: async ({ world, owner, room: { slug } }) => {
      const { id } = await world.chat.createRoomInvite(owner, { room: slug });
      return { id };
    },
  },
  // Whoever has a code that holds comes in.
  'chat.joinByInvite': {
    may: loggedIn,
    input: async ({ world, owner, room: { slug } }) => {
      const { code } = await world.chat.createRoomInvite(owner, { room: slug });
      return { code };
    },
  },
  'chat.createWebhook': {
    may: moderators,
    input: (stage) => ({ ...room(stage), name: stage.word() }),
  },
  'chat.listWebhooks': { may: moderators, input: room },
  // As with invites, members are told of none.
  'chat.revokeWebhook': {
    may: { ...moderators, member: hidden },
    input: async ({ world, owner, room: { slug }, word }) => {
      const { id } = await world.chat.createWebhook(owner, { room: slug, name: word() });
      return { id };
    },
  },
  'chat.countPurgeable': {
    may: moderators,
    input: (stage) => ({ ...room(stage), retentionDays: 1 }),
  },
  'chat.sendMessage': {
    may: members,
    input: (stage) => ({ ...room(stage), body: 'hello', clientId: stage.word() }),
  },
  'chat.listMessages': { may: members, input: room },
  'chat.search': { may: members, input: (stage) => ({ ...room(stage), query: 'words' }) },
  'chat.editMessage': {
    may: owners,
    input: async (stage) => ({ ...(await message(stage)), body: 'Taken over' }),
  },
  'chat.deleteMessage': { may: moderators, input: message },
  'chat.listEdits': { may: members, input: message },
  'chat.addReaction': { may: members, input: reaction },
  'chat.removeReaction': { may: members, input: reaction },
  'chat.pinMessage': { may: members, input: message },
  'chat.unpinMessage': { may: members, input: message },
  'chat.listPins': { may: members, input: room },
  'chat.scheduleMessage': {
    may: members,
    input: (stage) => ({ ...room(stage), body: 'later', clientId: stage.word(), sendAt: inADay() }),
  },
  'chat.listScheduled': { may: loggedIn },
  'chat.listKeywords': { may: loggedIn },
  'chat.setKeywords': { may: loggedIn, input: () => ({ words: ['tea'] }) },
  'chat.updateScheduled': {
    may: authors,
    input: async (stage) => ({ ...(await scheduled(stage)), body: 'mine' }),
  },
  'chat.cancelScheduled': { may: authors, input: scheduled },
  'chat.markRead': { may: members, input: (stage) => ({ ...room(stage), seq: 1 }) },
  'chat.markUnread': { may: members, input: (stage) => ({ ...room(stage), seq: 1 }) },
  'chat.setNotify': { may: members, input: (stage) => ({ ...room(stage), level: 'all' }) },
  'chat.listThread': { may: members, input: thread },
  'chat.followThread': {
    may: members,
    input: async (stage) => ({ ...(await thread(stage)), isFollowing: true }),
  },
  'chat.markThreadRead': {
    may: members,
    input: async (stage) => ({ ...(await thread(stage)), seq: 1 }),
  },
  'chat.listActivity': { may: loggedIn },
  'chat.sendTyping': { may: members, input: room },
  'chat.onActivity': { may: loggedIn },
  'chat.onRoom': { may: members, input: room },
};

/** By path of the procedure. */
export const rows: Record<string, Row> = { ...accountRows, ...blogRows, ...chatRows };

function fill(verdict: Verdict): Omit<Verdicts, 'nobody'> {
  const of = verdict;
  return { outsider: of, member: of, moderator: of, keeper: of, admin: of };
}
