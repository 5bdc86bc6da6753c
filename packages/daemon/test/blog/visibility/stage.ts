// The stage of the visibility matrix: five viewers, and a post of one author in every state.

import { type PostState, type PostView, postStates } from '@parley/shared/blog';
import { anonymousScope, type Scope } from '../../../src/accounts/index.ts';
import { createWebWorld, type WebWorld } from '../../support/web.ts';

export const viewerNames = ['nobody', 'other', 'author', 'moderator', 'admin'] as const;
export type ViewerName = (typeof viewerNames)[number];

export interface Viewer {
  name: ViewerName;
  scope: Scope;
  /** For calls over HTTP; nobody has none. */
  token: string | undefined;
}

/** One post with words and a tag that no other post has. */
export interface Subject {
  post: PostView;
  /** A slug that it had before. */
  oldSlug: string;
  tag: string;
  titleWord: string;
  bodyWord: string;
}

export interface Stage extends AsyncDisposable {
  world: WebWorld;
  viewers: Viewer[];
  subjects: Record<PostState, Subject>;
}

export async function setStage(): Promise<Stage> {
  const world = await createWebWorld();
  const tokens: Partial<Record<ViewerName, string>> = {};
  for (const name of ['admin', 'author', 'other', 'moderator'] as const) {
    tokens[name] = (await world.signUp(name)).token;
  }
  const admin = (await world.sessions.authenticate(tokens.admin!, ''))!;
  await world.accounts.setRole(admin, 'moderator', 'moderator');
  const viewers = await Promise.all(
    viewerNames.map(async (name): Promise<Viewer> => {
      const token = tokens[name];
      const scope = token ? await world.sessions.authenticate(token, '') : anonymousScope();
      return { name, scope: scope!, token };
    }),
  );
  const author = viewers.find(({ name }) => name === 'author')!.scope;
  const subjects = {} as Record<PostState, Subject>;
  for (const state of postStates) subjects[state] = await createSubject(world, author, state);
  return { world, viewers, subjects, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

async function createSubject(world: WebWorld, author: Scope, state: PostState): Promise<Subject> {
  const [tag, titleWord, bodyWord] = [`tag-${state}`, `zebra${state}`, `giraffe${state}`];
  const { id } = await world.blog.createPost(author, {
    title: `A ${titleWord} here`,
    body: `Among words that are common stands a ${bodyWord} alone.`,
    tags: [tag, 'shared'],
  });
  if (state === 'published' || state === 'unpublished')
    await world.blog.publishPost(author, { id });
  if (state === 'unpublished') await world.blog.unpublishPost(author, { id });
  if (state === 'scheduled') {
    await world.repo.sql`
      update posts set state = 'scheduled', publish_at = now() + interval '1 hour' where id = ${id}`;
  }
  const oldSlug = `once-${state}`;
  await world.repo.sql`
    insert into post_old_slugs (slug, post_id, created_at) values (${oldSlug}, ${id}, now())`;
  const post = await world.blog.getPost(author, { id });
  return { post, oldSlug, tag, titleWord, bodyWord };
}
