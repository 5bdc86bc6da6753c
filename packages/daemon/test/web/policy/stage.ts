// The stage of the policy matrix: seven callers around one private room and one post, set anew for every call.

import type { PostView } from '@parley/shared/blog';
import type { MessageView, RoomView } from '@parley/shared/chat';
import { anonymousScope, type UserScope } from '../../../src/accounts/index.ts';
import { createWebWorld, type WebWorld } from '../../support/web.ts';
import { password } from '../../support/world.ts';

/**
 * The member and the moderator are in the room, and of no rank outside of it; the outsider, the keeper
 * (moderator of the whole site) and the admin are not in it. The suspended one has the token of before.
 */
export const callers = [
  'nobody',
  'suspended',
  'outsider',
  'member',
  'moderator',
  'keeper',
  'admin',
] as const;
export type Caller = (typeof callers)[number];

export interface Stage extends AsyncDisposable {
  world: WebWorld;
  /** Owns the room, wrote the message, the draft and the published post; never calls. */
  owner: UserScope;
  room: RoomView;
  /** A member whom others act upon. */
  victim: string;
  /** A token of a session made for this one call. */
  tokenOf(caller: Caller): Promise<string | undefined>;
  scopeOf(caller: Caller): UserScope;
  /** Ranks, memberships and bans as they were at the beginning. */
  reset(): Promise<void>;
  /** The owner's, new in the room. */
  say(replyTo?: { threadId: string }): Promise<MessageView>;
  post(state: 'draft' | 'published'): Promise<PostView>;
  comment(): Promise<{ id: string }>;
  /** Unique in the run. */
  word(): string;
}

export async function setStage(): Promise<Stage> {
  const world = await createWebWorld();
  const { chat, blog, accounts, sessions, repo } = world;
  const scopes = {} as Record<Caller | 'owner' | 'victim', UserScope>;
  const names = callers.filter((name) => name !== 'nobody');
  // The first one becomes admin.
  for (const name of ['admin', ...names.filter((name) => name !== 'admin'), 'owner', 'victim']) {
    scopes[name as Caller] = (await world.signUp(name)).scope;
  }
  const { owner } = scopes;
  const room = await chat.createRoom(owner, { slug: 'secret', visibility: 'private' });
  const suspended = await sessions.login(anonymousScope(), { login: 'suspended', password });
  await accounts.suspendUser(scopes.admin, 'suspended', true);
  let words = 0;
  const word = () => {
    words += 1;
    return `word${words}`;
  };

  const stage: Stage = {
    world,
    owner,
    room,
    victim: 'victim',
    word,
    scopeOf: (caller) => scopes[caller],
    async tokenOf(caller) {
      if (caller === 'nobody') return undefined;
      if (caller === 'suspended') return suspended.token;
      return (await sessions.login(anonymousScope(), { login: caller, password })).token;
    },
    async reset() {
      await repo.sql`
        update users set role = case username
          when 'admin' then 'admin' when 'keeper' then 'moderator' else 'member' end,
          suspended_at = case username when 'suspended' then now() end`;
      await repo.sql`delete from room_bans`;
      await repo.sql`delete from memberships where room_id = ${room.id}`;
      await repo.sql`
        insert into memberships (room_id, user_id, role, joined_at)
        select ${room.id}, id, case username
          when 'owner' then 'owner' when 'moderator' then 'moderator' else 'member' end, now()
        from users where username in ('owner', 'moderator', 'member', 'victim')`;
    },
    async say(replyTo) {
      const input = { room: room.slug, body: word(), clientId: word(), ...replyTo };
      const { seq } = await chat.sendMessage(owner, input);
      return (await chat.listMessages(owner, { room: room.slug, around: seq, limit: 1 })).items[0]!;
    },
    async post(state) {
      const made = await blog.createPost(owner, {
        title: `A ${word()}`,
        body: `Some ${word()} here`,
      });
      return state === 'draft' ? made : await blog.publishPost(owner, { id: made.id });
    },
    async comment() {
      const { id: postId } = await stage.post('published');
      return blog.createComment(owner, { postId, body: word() });
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
  await stage.reset();
  return stage;
}
