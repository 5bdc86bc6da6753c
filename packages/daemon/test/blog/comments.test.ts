// Comments through the door: rights, threads, retries, races, tombstones, pages.

import type { CommentView, PostView } from '@parley/shared/blog';
import { describe, expect, test, vi } from 'vitest';
import { anonymousScope, type Scope, type UserScope } from '../../src/accounts/index.ts';
import { type CommentBroadcast, commentsTopic } from '../../src/blog/index.ts';
import { createWorld, type World } from '../support/world.ts';

const body = 'A body that is long enough.';

async function publish(world: World, scope: Scope, title = 'A post'): Promise<PostView> {
  const { id } = await world.blog.createPost(scope, { title, body });
  return world.blog.publishPost(scope, { id });
}

function record(world: World, postId: string): CommentBroadcast[] {
  const events: CommentBroadcast[] = [];
  world.pubsub.subscribe(commentsTopic(postId), (event) => events.push(event));
  return events;
}

async function readAll(world: World, scope: Scope, postId: string): Promise<CommentView[]> {
  const all: CommentView[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.blog.listComments(scope, { postId, cursor, perPage: 100 });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return all;
}

/** What a call comes to: `done`, or the code of its error. */
const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

async function signUpAll(world: World) {
  const [admin, author, commenter, other, moderator] = [
    await world.signUp('admin'),
    await world.signUp('author'),
    await world.signUp('commenter'),
    await world.signUp('other'),
    await world.signUp('moderator'),
  ];
  await world.accounts.setRole(admin.scope, 'moderator', 'moderator');
  return {
    nobody: anonymousScope() as Scope,
    other: other.scope as Scope,
    commenter: commenter.scope as Scope,
    author: author.scope as Scope,
    moderator: (await world.sessions.authenticate(moderator.token, ''))! as Scope,
    admin: admin.scope as Scope,
  };
}

type Viewers = Awaited<ReturnType<typeof signUpAll>>;
type Viewer = keyof Viewers;

// The law a second time, written as a person would say it.
const expected: Record<'published' | 'unpublished', Record<Viewer, Record<string, string>>> = {
  published: {
    nobody: {
      list: 'done',
      create: 'unauthenticated',
      edit: 'unauthenticated',
      delete: 'unauthenticated',
    },
    other: { list: 'done', create: 'done', edit: 'forbidden', delete: 'forbidden' },
    commenter: { list: 'done', create: 'done', edit: 'done', delete: 'done' },
    author: { list: 'done', create: 'done', edit: 'forbidden', delete: 'done' },
    moderator: { list: 'done', create: 'done', edit: 'forbidden', delete: 'done' },
    admin: { list: 'done', create: 'done', edit: 'forbidden', delete: 'done' },
  },
  unpublished: {
    nobody: { list: 'not_found', create: 'not_found', edit: 'not_found', delete: 'not_found' },
    other: { list: 'not_found', create: 'not_found', edit: 'not_found', delete: 'not_found' },
    commenter: { list: 'not_found', create: 'not_found', edit: 'not_found', delete: 'not_found' },
    author: { list: 'done', create: 'forbidden', edit: 'forbidden', delete: 'done' },
    moderator: { list: 'not_found', create: 'not_found', edit: 'not_found', delete: 'not_found' },
    admin: { list: 'not_found', create: 'not_found', edit: 'not_found', delete: 'not_found' },
  },
};

test('who may do what to comments: action × viewer × state of the post', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const viewers = await signUpAll(world);
  for (const [state, rows] of Object.entries(expected)) {
    for (const [viewer, actions] of Object.entries(rows)) {
      const scope = viewers[viewer as Viewer];
      const { id: postId } = await publish(world, viewers.author);
      const { id } = await blog.createComment(viewers.commenter, { postId, body: 'First.' });
      if (state === 'unpublished') await blog.unpublishPost(viewers.author, { id: postId });
      const seen = {
        list: await outcome(blog.listComments(scope, { postId })),
        create: await outcome(blog.createComment(scope, { postId, body: 'Mine.' })),
        edit: await outcome(blog.updateComment(scope, { id, body: 'Changed.' })),
        delete: await outcome(blog.deleteComment(scope, { id })),
      };
      expect([state, viewer, seen]).toEqual([state, viewer, actions]);
    }
  }
});

test('row 31: comments of a hidden post are as absent, to the byte', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const draft = await blog.createPost(ada.scope, { title: 'Quiet', body });
  const gone = await publish(world, ada.scope);
  const { id } = await blog.createComment(bob.scope, { postId: gone.id, body: 'Secret words' });
  await blog.unpublishPost(ada.scope, { id: gone.id });
  const absent = crypto.randomUUID();
  const told = (call: Promise<unknown>) => call.catch((error) => JSON.stringify(error.toBody()));
  for (const make of [
    (postId: string) => blog.listComments(bob.scope, { postId }),
    (postId: string) => blog.createComment(bob.scope, { postId, body: 'x' }),
    (postId: string) => blog.authorizeComments(bob.scope, postId),
  ]) {
    const answer = await told(make(absent));
    expect(answer).toContain('not_found');
    for (const postId of [draft.id, gone.id]) expect(await told(make(postId))).toBe(answer);
  }
  for (const make of [
    (of: string) => blog.updateComment(bob.scope, { id: of, body: 'x' }),
    (of: string) => blog.deleteComment(bob.scope, { id: of }),
  ]) {
    expect(await told(make(id))).toBe(await told(make(absent)));
  }
  await expect(
    blog.createComment(ada.scope, { postId: draft.id, body: 'x' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('row 41: an answer belongs to the post of what it answers', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const { scope } = await world.signUp('ada');
  const [one, two] = [await publish(world, scope), await publish(world, scope, 'Another')];
  const parent = await blog.createComment(scope, { postId: two.id, body: 'Under two' });
  const deleted = await blog.createComment(scope, { postId: one.id, body: 'Soon gone' });
  await blog.deleteComment(scope, { id: deleted.id });
  const answers = await Promise.all(
    [parent.id, deleted.id, crypto.randomUUID()].map((parentId) =>
      blog.createComment(scope, { postId: one.id, parentId, body: 'Hm' }).catch((e) => e.toBody()),
    ),
  );
  for (const answer of answers) {
    expect(answer).toMatchObject({ code: 'invalid', fields: { parentId: [expect.any(String)] } });
    expect(answer).toEqual(answers[0]);
  }
  expect((await readAll(world, scope, one.id)).map(({ id }) => id)).toEqual([deleted.id]);
});

describe('a clientId', () => {
  test('sent again, also at once and by many, stores and tells nothing twice', async () => {
    await using world = await createWorld();
    const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
    const { id: postId } = await publish(world, ada.scope);
    const events = record(world, postId);
    const send = (scope: UserScope, text: string) =>
      world.blog.createComment(scope, { postId, body: text, clientId: 'c1' });
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, n) => send(ada.scope, `No ${n}`)),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(await send(ada.scope, 'Later')).toEqual(sent[0]);
    // Of another author it is another comment.
    expect((await send(bob.scope, 'Of bob')).id).not.toBe(sent[0]!.id);
    expect(events).toHaveLength(2);
    expect(await readAll(world, ada.scope, postId)).toHaveLength(2);
  });

  test('whose parent was deleted in the meantime answers the first comment', async () => {
    await using world = await createWorld();
    const { scope } = await world.signUp('ada');
    const { id: postId } = await publish(world, scope);
    const parent = await world.blog.createComment(scope, { postId, body: 'Parent' });
    const input = { postId, parentId: parent.id, body: 'Answer', clientId: 'c1' };
    const first = await world.blog.createComment(scope, input);
    await world.blog.deleteComment(scope, { id: parent.id });
    expect(await world.blog.createComment(scope, input)).toEqual(first);
  });
});

test('answering while the parent is deleted: stored before, or refused after, never else', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const { scope } = await world.signUp('ada');
  const { id: postId } = await publish(world, scope);
  for (let round = 0; round < 20; round += 1) {
    const parent = await blog.createComment(scope, { postId, body: `Parent ${round}` });
    const [answer, deletion] = await Promise.all([
      blog.createComment(scope, { postId, parentId: parent.id, body: 'Answer' }).then(
        (comment) => comment.id,
        (error) => error.fields,
      ),
      outcome(blog.deleteComment(scope, { id: parent.id })),
    ]);
    expect(deletion).toBe('done');
    const stored = (await readAll(world, scope, postId)).filter((c) => c.parentId === parent.id);
    if (typeof answer === 'string') expect(stored.map(({ id }) => id)).toEqual([answer]);
    else expect([answer, stored]).toEqual([{ parentId: [expect.any(String)] }, []]);
  }
});

test('commenting while the post is taken back: never told after the end', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: postId } = await publish(world, ada.scope);
  for (let round = 0; round < 10; round += 1) {
    const events = record(world, postId);
    const [told] = await Promise.all([
      outcome(blog.createComment(bob.scope, { postId, body: `Round ${round}` })),
      blog.unpublishPost(ada.scope, { id: postId }),
    ]);
    expect(['done', 'not_found']).toContain(told);
    expect(events).toHaveLength(told === 'done' ? 1 : 0);
    await blog.publishPost(ada.scope, { id: postId });
  }
});

test('row 39: a deletion leaves a tombstone and holds ids only; the words are gone', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const [admin, ada] = [await world.signUp('admin'), await world.signUp('ada')];
  const post = await publish(world, admin.scope);
  const postId = post.id;
  const { id } = await blog.createComment(ada.scope, { postId, body: 'Words to forget' });
  const answer = await blog.createComment(ada.scope, { postId, parentId: id, body: 'Stays' });
  const events = record(world, postId);
  await blog.deleteComment(admin.scope, { id });
  await blog.deleteComment(admin.scope, { id });
  expect(events).toEqual([{ type: 'comment.deleted', id, postId, deletedAt: expect.any(String) }]);
  const [tombstone, child] = await readAll(world, ada.scope, postId);
  expect(tombstone).toMatchObject({
    id,
    body: '',
    deletedAt: expect.any(String),
  });
  expect(child).toMatchObject({ id: answer.id, parentId: id, body: 'Stays' });
  const [row] = await world.repo.sql`select body from comments where id = ${id}`;
  expect(row!.body).toBe('');
  await expect(blog.updateComment(ada.scope, { id, body: 'Back' })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await blog.getPost(ada.scope, { id: postId })).commentCount).toBe(1);
  // Somebody else's comment: that is written down. One's own is one's own affair.
  await blog.deleteComment(ada.scope, { id: answer.id });
  const trail = await world.repo.sql`
    select subject, detail from audit_events where action = 'blog.delete_comment'`;
  expect(trail).toEqual([
    { subject: `comment:${id}`, detail: { postId, authorId: ada.scope.user.id } },
  ]);
  expect((await blog.getPost(ada.scope, { id: postId })).commentCount).toBe(0);
});

test('what is written is stripped of what terminals obey, also on an edit', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id: postId } = await publish(world, scope);
  const events = record(world, postId);
  const hostile = 'a\u001b]52;c;cm0=\u0007b\u009b2Jc\r\nd';
  const made = await world.blog.createComment(scope, { postId, body: hostile });
  const edited = await world.blog.updateComment(scope, { id: made.id, body: hostile });
  const clean = 'a]52;c;cm0=b2Jc\nd';
  expect([made.body, edited.body]).toEqual([clean, clean]);
  expect(edited.editedAt).not.toBeNull();
  expect(events.map(({ type }) => type)).toEqual(['comment.created', 'comment.updated']);
  expect(await readAll(world, scope, postId)).toEqual([edited]);
});

test('a thread a thousand deep is read in order, in two statements a page, and deleted with its post', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const { scope } = await world.signUp('ada');
  const { id: postId } = await publish(world, scope);
  let parentId: string | undefined;
  const ids: string[] = [];
  for (let depth = 0; depth < 1_000; depth += 1) {
    const comment = await blog.createComment(scope, { postId, parentId, body: `Depth ${depth}` });
    parentId = comment.id;
    ids.push(comment.id);
  }
  const all = await readAll(world, scope, postId);
  expect(all.map(({ id }) => id)).toEqual(ids);
  expect(all.map((comment) => comment.parentId)).toEqual([null, ...ids.slice(0, -1)]);
  world.takeQueries();
  const { nextCursor } = await blog.listComments(scope, { postId, perPage: 1 });
  expect(world.takeQueries()).toHaveLength(2);
  await blog.listComments(scope, { postId, perPage: 100, cursor: nextCursor! });
  expect(world.takeQueries()).toHaveLength(2);
  await blog.createComment(scope, { postId, parentId, body: 'Deeper' });
  expect(world.takeQueries()).toHaveLength(2);
  await blog.deletePost(scope, { id: postId });
  await expect(readAll(world, scope, postId)).rejects.toMatchObject({ code: 'not_found' });
});

test('row 50: a comment that waits for the post to be taken back is refused, and stored nowhere', async () => {
  await using world = await createWorld();
  const { blog, repo } = world;
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: postId } = await publish(world, ada.scope);
  const events = record(world, postId);
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
  const takingBack = repo.sql.begin(async (tx) => {
    await tx`update posts set state = 'unpublished' where id = ${postId}`;
    hold();
    await mayCommit;
  });
  await isHeld;
  const told = outcome(blog.createComment(bob.scope, { postId, body: 'Too late' }));
  await vi.waitFor(async () => {
    const waiting = await repo.sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(1);
  });
  commit();
  await takingBack;
  expect(await told).toBe('not_found');
  expect(events).toEqual([]);
  expect(await repo.sql`select 1 from comments`).toEqual([]);
});
