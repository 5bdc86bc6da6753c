// What posts from before lack: a first version, a slug in scripts that were not known then, words without accents.

import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Backfill } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { isBareSlug, slugify } from './slug.ts';
import { findFreeSlug, keepOldSlug } from './slugs.ts';
import { posts } from './tables.ts';

const first = '00000000-0000-0000-0000-000000000000';

export function blogBackfills(
  { clock }: { clock: Clock },
  size: { revisions: number; slugs: number; words: number } = {
    revisions: 100,
    slugs: 500,
    words: 50,
  },
): Backfill[] {
  return [
    {
      name: 'blog.post_revisions',
      async fill(tx, position) {
        const rows = await tx.execute<{ id: string }>(sql`
          with page as (
            select id, version, author_id, title, body, updated_at from posts
            where id > ${position ?? first}::uuid order by id limit ${size.revisions}
          ), kept as (
            insert into post_revisions (post_id, version, author_id, title, body, tags, created_at)
            select p.id, p.version, p.author_id, p.title, p.body, array(
              select t.name from post_tags pt join tags t on t.id = pt.tag_id
              where pt.post_id = p.id order by t.name
            ), p.updated_at from page p on conflict do nothing
          )
          select id from page order by id desc limit 1`);
        return rows[0]?.id ?? null;
      },
    },
    {
      name: 'blog.post_slugs',
      async fill(tx, position) {
        const page = await tx
          .select({ id: posts.id, slug: posts.slug, title: posts.title })
          .from(posts)
          .where(gt(posts.id, position ?? first))
          .orderBy(asc(posts.id))
          .limit(size.slugs);
        const post = page.find(
          ({ slug, title }) => isBareSlug(slug) && !isBareSlug(slugify(title)),
        );
        if (!post) return page.at(-1)?.id ?? null;
        // One a transaction: whoever takes two slugs in one could wait for somebody who waits for it.
        const slug = await findFreeSlug(tx, post.id, post.title);
        if (slug === post.slug) return post.id;
        const changed = await tx
          .update(posts)
          .set({ slug })
          .where(and(eq(posts.id, post.id), eq(posts.slug, post.slug), eq(posts.title, post.title)))
          .returning({ id: posts.id });
        if (changed.length > 0) {
          const change = { postId: post.id, from: post.slug, to: slug, at: clock.now() };
          await keepOldSlug(tx, change);
        }
        return post.id;
      },
    },
    {
      name: 'blog.words_without_accents',
      async fill(tx, position) {
        // A trigger has the words; of ASCII alone nothing changes.
        const rows = await tx.execute<{ id: string }>(sql`
          with page as (
            select id from posts where id > ${position ?? first}::uuid
            order by id limit ${size.words}
          ), put as (
            update posts set title = title where id in (select id from page)
              and octet_length(title || body) <> length(title || body)
          )
          select id from page order by id desc limit 1`);
        return rows[0]?.id ?? null;
      },
    },
  ];
}
