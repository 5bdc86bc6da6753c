// Posts for tests of the blog, the people around them, and what was broadcast.

import type { PostState, PostView } from '@parley/shared/blog';
import type { Scope } from '../../src/accounts/index.ts';
import { type PostBroadcast, postsTopic } from '../../src/blog/index.ts';
import type { PostActor } from '../../src/blog/policy.ts';
import type { World } from '../support/world.ts';

export const body = 'A body that is long enough.';

export const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** Everything that is broadcast about posts from now on. */
export function recordPosts(world: World): PostBroadcast[] {
  const events: PostBroadcast[] = [];
  world.pubsub.subscribe(postsTopic, (event) => events.push(event));
  return events;
}

export async function publish(world: World, scope: Scope, title: string, tags: string[] = []) {
  const { id } = await world.blog.createPost(scope, { title, body, tags });
  return world.blog.publishPost(scope, { id });
}

/** A post brought into a state by the door's own functions. */
export async function createIn(world: World, scope: Scope, state: PostState): Promise<PostView> {
  const { blog } = world;
  const post = await blog.createPost(scope, { title: `A post that is ${state}`, body });
  const { id } = post;
  if (state === 'scheduled') return blog.schedulePost(scope, { id, publishAt: inAnHour() });
  if (state === 'draft') return post;
  const published = await blog.publishPost(scope, { id });
  return state === 'published' ? published : blog.unpublishPost(scope, { id });
}

/** One scope for each way to stand to the posts of `author`. */
export async function signUpActors(
  world: World,
): Promise<Record<Exclude<PostActor, 'anonymous'>, Scope>> {
  const admin = await world.signUp('admin');
  const author = await world.signUp('author');
  const other = await world.signUp('other');
  const { token } = await world.signUp('moderator');
  await world.accounts.setRole(admin.scope, 'moderator', 'moderator');
  const moderator = (await world.sessions.authenticate(token, ''))!;
  return { admin: admin.scope, author: author.scope, other: other.scope, moderator };
}

/** Puts the time of a scheduled post into the past, as waiting would. */
export async function makeDue({ repo }: World, id: string): Promise<void> {
  await repo.sql`update posts set publish_at = now() - interval '1 second' where id = ${id}`;
}

/** The audit trail of one post, oldest first. */
export async function listAudit({ repo }: World, id: string) {
  return repo.sql<{ action: string; actor: string | null; detail: object }[]>`
    select action, actor_id as actor, detail from audit_events
    where subject = ${`post:${id}`} order by at, id`;
}
