// The life of a post: draft → scheduled → published → unpublished, and back.
//
// A change of state names the state it starts from; when another was quicker, the post is read and
// judged anew. So each change happens once, and its audit row, job and event with it.
//
// A scheduled post has a job that waits for its time. PostgreSQL's clock decides when that is: it is
// the one clock that all daemons share. The job and the sweep that backs it up ask the row itself,
// so a job that was late, doubled or left over publishes nothing that is not due.

import type { PostRef, PostState, PostView, SchedulePostInput } from '@parley/shared/blog';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { and, eq, sql } from 'drizzle-orm';
import type { Scope } from '../accounts/index.ts';
import { dequeue, enqueue } from '../jobs/index.ts';
import type { BlogDeps } from './blog.ts';
import { postsTopic } from './events.ts';
import { publicationKey, publishScheduledPost } from './jobs.ts';
import { authorizePost } from './policy.ts';
import { withoutBody } from './post.ts';
import type { PostFinder } from './reading.ts';
import { posts } from './tables.ts';
import { tellReaders } from './unread-comments.ts';

export interface PostLifecycle {
  /** Now, also when it was scheduled. Broadcasts `post.published`; publishing twice keeps the first time. */
  publishPost(scope: Scope, ref: PostRef): Promise<PostView>;
  /** A published post becomes unpublished (broadcasts `post.unpublished`), a scheduled one what it was before. */
  unpublishPost(scope: Scope, ref: PostRef): Promise<PostView>;
  /**
   * Publishes the post at a later time; scheduling it again moves the time.
   * @throws invalid when `publishAt` is not in the future, or the post is published already.
   */
  schedulePost(scope: Scope, input: SchedulePostInput): Promise<PostView>;
  /**
   * Publishes the scheduled posts whose time has come, or only the one named. For the daemon's own
   * jobs; broadcasts `post.published`. Posts of suspended authors wait. Answers how many there were.
   */
  publishDue(scope: Scope, postId?: string): Promise<number>;
}

type Step = 'publish' | 'unpublish' | 'schedule';

const sweepSize = 100;
const dayMs = 86_400_000;

/** The state that a step leads to. */
export function nextState(step: Step, post: Pick<PostView, 'state' | 'publishedAt'>): PostState {
  if (step === 'publish') return 'published';
  if (step === 'schedule') return 'scheduled';
  if (post.state === 'scheduled') return post.publishedAt === null ? 'draft' : 'unpublished';
  return post.state === 'draft' ? 'draft' : 'unpublished';
}

export function createPostLifecycle(
  { repo, pubsub, clock, audit }: BlogDeps,
  { findPost }: PostFinder,
): PostLifecycle {
  async function changeState(
    scope: Scope,
    ref: PostRef,
    step: Step,
    publishAt: Date | null = null,
  ): Promise<PostView> {
    const post = await findPost(ref);
    authorizePost(scope, step, post);
    if (step === 'schedule') requireSchedulable(post, publishAt!, clock.now());
    const { id } = post;
    const state = nextState(step, post);
    if (post.state === state && step !== 'schedule') return post;
    const now = clock.now();
    const isDone = await repo.transact(async (tx) => {
      const done = await tx
        .update(posts)
        .set({
          state,
          publishAt,
          updatedAt: now,
          ...(state === 'published' && { publishedAt: firstPublication(now) }),
        })
        .where(and(eq(posts.id, id), eq(posts.state, post.state)))
        .returning({ id: posts.id });
      if (done.length === 0) return false;
      if (publishAt) {
        const when = { key: publicationKey(id), runAt: publishAt };
        await enqueue(tx, publishScheduledPost, { postId: id }, when);
      } else if (post.state === 'scheduled') {
        await dequeue(tx, publicationKey(id));
      }
      await audit.record(tx, scope, {
        action: `blog.${step}_post`,
        subject: `post:${id}`,
        ...(publishAt && { detail: { publishAt: publishAt.toISOString() } }),
      });
      return true;
    });
    // Somebody was quicker: what is there now decides what may be done, and what is told.
    if (!isDone) return changeState(scope, { id }, step, publishAt);
    const changed = await findPost({ id });
    if (post.state === 'published') {
      pubsub.publish(postsTopic, { type: 'post.unpublished', id });
    } else if (state === 'published') announce(changed);
    await tellReaders({ repo, pubsub }, changed);
    return changed ?? post;
  }

  /** Only what is still published: what everybody hears must be what everybody may see. */
  function announce(post: PostView | null): void {
    if (post?.state !== 'published') return;
    pubsub.publish(postsTopic, { type: 'post.published', post: withoutBody(post) });
  }

  const isDue = sql`${posts.state} = 'scheduled' and ${posts.publishAt} <= now() and exists (
    select 1 from users where users.id = ${posts.authorId} and users.suspended_at is null)`;

  async function publishIfDue(scope: Scope, id: string): Promise<boolean> {
    const now = clock.now();
    const isDone = await repo.transact(async (tx) => {
      const done = await tx
        .update(posts)
        .set({
          state: 'published',
          publishAt: null,
          publishedAt: firstPublication(now),
          updatedAt: now,
        })
        .where(and(eq(posts.id, id), isDue))
        .returning({ id: posts.id });
      if (done.length === 0) return false;
      await audit.record(tx, scope, {
        action: 'blog.publish_post',
        subject: `post:${id}`,
        detail: { isScheduled: true },
      });
      return true;
    });
    if (isDone) {
      const post = await findPost({ id });
      announce(post);
      await tellReaders({ repo, pubsub }, post);
    }
    return isDone;
  }

  return {
    publishPost: (scope, ref) => changeState(scope, ref, 'publish'),
    unpublishPost: (scope, ref) => changeState(scope, ref, 'unpublish'),
    schedulePost: (scope, { id, publishAt }) =>
      changeState(scope, { id }, 'schedule', new Date(publishAt)),

    async publishDue(scope, postId) {
      if (postId !== undefined) return (await publishIfDue(scope, postId)) ? 1 : 0;
      let total = 0;
      for (;;) {
        const due = await repo.db
          .select({ id: posts.id })
          .from(posts)
          .where(isDue)
          .orderBy(posts.publishAt)
          .limit(sweepSize);
        let count = 0;
        for (const { id } of due) if (await publishIfDue(scope, id)) count += 1;
        total += count;
        if (due.length < sweepSize || count === 0) return total;
      }
    },
  };
}

/** A post that comes back keeps the time at which it first appeared. */
const firstPublication = (now: Date) =>
  sql`coalesce(${posts.publishedAt}, ${now.toISOString()}::timestamptz)`;

function requireSchedulable(post: PostView, publishAt: Date, now: Date): void {
  if (post.state === 'published') {
    throw invalidField('publishAt', 'is too late: the post is published; unpublish it first');
  }
  const aheadMs = publishAt.getTime() - now.getTime();
  if (aheadMs <= 0) throw invalidField('publishAt', 'must be in the future');
  if (aheadMs > limits.scheduleDays * dayMs) {
    throw invalidField('publishAt', `must be within ${limits.scheduleDays} days`);
  }
}
