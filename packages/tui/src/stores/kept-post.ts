// A post as it is kept on this computer while it was not saved: what survives a crash.

import { postView } from '@parley/shared/blog';
import { z } from 'zod';
import { isEdited, type PostEditor, postFieldsOf } from './post-editor.ts';
import { fieldsOf } from './post-fields.ts';

export const keptPostSchema = z.object({
  version: z.literal(1),
  /** Names this writing; another one of the same post has another key. */
  key: z.string().regex(/^[\w-]{1,64}$/u),
  server: z.string(),
  username: z.string(),
  /** The post as it was when the writing began, or was saved last; null for a new one. */
  stored: postView.nullable(),
  fields: z.object({ title: z.string(), tags: z.string(), body: z.string() }),
  keptAt: z.number(),
});
export type KeptPost = z.infer<typeof keptPostSchema>;

/** Where kept posts are; fulfilled with files by the app. Nothing of it ever fails loudly. */
export interface KeptPosts {
  /** Resolves with whether it could be written. */
  keep(post: KeptPost): Promise<boolean>;
  forget(key: string): Promise<void>;
  /** Those that no running client is at, newest first. */
  find(): Promise<KeptPost[]>;
}

/** What there is to keep of an editor; null when all is stored. */
export function toKept(
  editor: PostEditor,
  where: { server: string; username: string; now: number },
): KeptPost | null {
  if (!isEdited(editor)) return null;
  const { key, stored } = editor;
  const { server, username, now: keptAt } = where;
  return { version: 1, key, server, username, stored, fields: postFieldsOf(editor), keptAt };
}

/** The text of a kept post as JSON; null when it is no such thing. */
export function parseKeptPost(text: string): KeptPost | null {
  try {
    return keptPostSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Of all kept posts those of this person here; of one post, or with null of new ones, when given. */
export function keptHere(
  kept: readonly KeptPost[],
  where: { server: string; username: string | undefined },
  postId?: string | null,
): KeptPost[] {
  return kept.filter(
    ({ server, username, stored, fields }) =>
      server === where.server &&
      username === where.username &&
      (postId === undefined || (stored?.id ?? null) === postId) &&
      // Written again as it is stored, there is nothing to restore.
      (stored === null || JSON.stringify(fieldsOf(stored)) !== JSON.stringify(fields)),
  );
}
