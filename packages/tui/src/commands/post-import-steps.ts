// One file of an import: what is to be sent for it, and the sending, which may be repeated at any point.

import { importPostInput, type PostState, type PostView } from '@parley/shared/blog';
import { DomainError, invalidField, invalidFields } from '@parley/shared/errors';
import { stripForStorage } from '@parley/shared/text-sanitize';
import type { z } from 'zod';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import type { LongWork } from './long-work.ts';
import { trimBody } from './post-file.ts';
import type { PostRecord } from './post-record.ts';

export type ImportStatus = 'created' | 'updated' | 'unchanged';

export interface ImportPlan {
  readonly input: z.output<typeof importPostInput>;
  /** What the post is to be in the end; undefined: as it is. */
  readonly state: PostState | undefined;
  readonly publishAt: string | undefined;
}

export interface ImportTools extends Pick<LongWork, 'call'> {
  /** Looks, and changes nothing. */
  readonly isDry: boolean;
  /** Told the version that the text has on the server. */
  onVersion?(version: number): Promise<void>;
}

const fileFields: Readonly<Record<string, string>> = {
  createdAt: 'created_at',
  publishedAt: 'published_at',
  publishAt: 'publish_at',
};

/** @throws invalid, in the words of the file. */
export function planImport(record: PostRecord & { id: string }): ImportPlan {
  const { state: wanted, publishAt, title = '', ...fields } = record;
  const state = wanted ?? (publishAt === undefined ? undefined : 'scheduled');
  if (state === 'scheduled' && publishAt === undefined) {
    throw invalidField('publish_at', 'is missing: when is it to be published?');
  }
  const isBare = state === undefined || state === 'scheduled';
  // One that was published before it was scheduled anew is that until then.
  const first = !isBare ? state : fields.publishedAt === undefined ? 'draft' : 'unpublished';
  return {
    input: check({ ...fields, title, state: first }),
    state,
    publishAt,
  };
}

export async function sendRecord(
  api: Api,
  { input, state, publishAt }: ImportPlan,
  { call, isDry, onVersion }: ImportTools,
): Promise<ImportStatus> {
  if (isDry) {
    const present = await call(() => api.blog.getPost.query({ id: input.id })).catch(orAbsent);
    if (present === null) return 'created';
    const isKept = hasText(present, input) && nextStep(present, state, publishAt) === null;
    return isKept ? 'unchanged' : 'updated';
  }
  const { post, isNew } = await send(() => api.blog.importPost.mutate(input));
  const saved = hasText(post, input) ? post : await update(post);
  await onVersion?.(saved.version);
  const step = nextStep(saved, state, publishAt);
  if (step !== null) await send(() => take(step));
  return isNew ? 'created' : saved !== post || step !== null ? 'updated' : 'unchanged';

  function send<Result>(run: () => Promise<Result>): Promise<Result> {
    return call(run).catch((error: unknown) => {
      throw translate(error);
    });
  }

  async function update({ id, version: newest }: PostView): Promise<PostView> {
    const { title, body, tags, version = newest } = input;
    try {
      return await send(() => api.blog.updatePost.mutate({ id, version, title, body, tags }));
    } catch (error) {
      // An answer that was lost on the way looks like somebody else's change: the text tells.
      const isConflict = error instanceof DomainError && error.code === 'conflict';
      const current = isConflict ? await send(() => api.blog.getPost.query({ id })) : null;
      if (current !== null && hasText(current, input)) return current;
      throw error;
    }
  }

  function take(step: 'publish' | 'unpublish' | 'schedule'): Promise<PostView> {
    const { id } = input;
    if (step === 'schedule') return api.blog.schedulePost.mutate({ id, publishAt: publishAt! });
    return step === 'publish'
      ? api.blog.publishPost.mutate({ id })
      : api.blog.unpublishPost.mutate({ id });
  }
}

/** A draft in a file takes nothing back: it was perhaps published since. */
function nextStep(
  post: PostView,
  state: PostState | undefined,
  publishAt: string | undefined,
): 'publish' | 'unpublish' | 'schedule' | null {
  if (state === 'published') return post.state === 'published' ? null : 'publish';
  if (state === 'unpublished') {
    return post.state === 'published' || post.state === 'scheduled' ? 'unpublish' : null;
  }
  if (state !== 'scheduled' || post.state === 'published') return null;
  return post.state === 'scheduled' && post.publishAt === publishAt ? null : 'schedule';
}

function hasText(post: PostView, { title, body, tags }: ImportPlan['input']): boolean {
  const sorted = (names: readonly string[]) => [...names].sort().join();
  return (
    post.title === title &&
    trimBody(post.body) === trimBody(stripForStorage(body)) &&
    (tags === undefined || sorted(tags) === sorted(post.tags))
  );
}

function orAbsent(error: unknown): null {
  if (error instanceof DomainError && error.code === 'not_found') return null;
  throw error;
}

function check(value: unknown): ImportPlan['input'] {
  try {
    return checkInput(importPostInput, value);
  } catch (error) {
    throw translate(error);
  }
}

/** Errors name fields as the file does. */
function translate(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.fields === undefined) return error;
  return invalidFields(
    Object.fromEntries(
      Object.entries(error.fields).map(([name, told]) => [fileFields[name] ?? name, told]),
    ),
    error,
  );
}
