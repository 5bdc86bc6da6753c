// Slugs in the database: taken so that no two posts, of now or before, ever share one.

import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { advisoryLocks, type Transaction } from '../repo/index.ts';
import { listSlugs, slugStem } from './slug.ts';
import { oldSlugs, posts } from './tables.ts';

/**
 * The best free slug for a post, its own old ones included. From here to the commit nobody else
 * can take one like it, so call it before any row is locked: two lockers then never cross.
 */
export async function findFreeSlug(tx: Transaction, id: string, title: string): Promise<string> {
  const wanted = listSlugs(title, id);
  await tx.execute(
    sql`select pg_advisory_xact_lock(${advisoryLocks.slug}::int, hashtext(${slugStem(wanted[0]!)}))`,
  );
  // One statement, so one snapshot: a slug on its way from one table to the other is in either.
  const rows = await tx
    .select({ slug: posts.slug })
    .from(posts)
    .where(and(inArray(posts.slug, wanted), ne(posts.id, id)))
    .unionAll(
      tx
        .select({ slug: oldSlugs.slug })
        .from(oldSlugs)
        .where(and(inArray(oldSlugs.slug, wanted), ne(oldSlugs.postId, id))),
    );
  const taken = new Set(rows.map((row) => row.slug));
  return wanted.find((slug) => !taken.has(slug))!;
}

/** Lets the slug that a post had lead to it from now on; one that it takes back is old no more. */
export async function keepOldSlug(
  tx: Transaction,
  change: { postId: string; from: string; to: string; at: Date },
): Promise<void> {
  await tx.delete(oldSlugs).where(eq(oldSlugs.slug, change.to));
  await tx
    .insert(oldSlugs)
    .values({ slug: change.from, postId: change.postId, createdAt: change.at })
    .onConflictDoNothing();
}
