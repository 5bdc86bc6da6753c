// A blog of any size, made by PostgreSQL itself: words as common and as rare as in any language.

import type { Sql } from 'postgres';

const authors = 200;
const tags = 60;
const paragraphs = 4_000;

/** So many published posts, and some drafts. Words are `w1`, `w2` …: `w1` is in nearly every post, `w60` in one of ten, `w19000` in a few of 100,000. */
export async function fillBlog(sql: Sql, size: { posts: number; comments: number }): Promise<void> {
  await sql`select setseed(0.5)`;
  await sql`
    insert into users (id, username, email, display_name, role, password_hash, created_at, updated_at)
    select gen_random_uuid(), 'author' || n, 'author' || n || '@example.org', 'Author ' || n, 'member', 'none',
      now(), now() from generate_series(1, ${authors}::int) n`;
  await sql`insert into tags (id, name) select gen_random_uuid(), 'tag' || n from generate_series(1, ${tags}::int) n`;
  await sql`create temp table authors as select id, row_number() over () as n from users where username like 'author%'`;
  await sql`create temp table labels as select id, row_number() over () as n from tags`;
  // Texts are two of some thousand paragraphs each: to draw every word anew would take minutes.
  await sql`
    create temp table paragraphs as
    select n, string_agg('w' || (1 + floor(20000 * power(random(), 4)))::int, ' ') as text
    from generate_series(1, ${paragraphs}::int) n, generate_series(1, 50) k group by n`;
  await sql`create unique index on paragraphs (n)`;
  await sql`drop index posts_search_index, posts_title_index`;
  await sql`set maintenance_work_mem = '256MB'`;
  await sql`
    insert into posts (id, author_id, title, slug, body, state, views, published_at, created_at, updated_at)
    select gen_random_uuid(), a.id, initcap(split_part(p.text, ' ', 7) || ' ' || split_part(q.text, ' ', 9)) || ' number ' || i,
      'post-' || i, p.text || E'\n\n' || q.text, case when i > ${size.posts}::int then 'draft' else 'published' end,
      floor(10000 * power(random(), 6))::int, now() - i * interval '61 seconds', now() - i * interval '61 seconds', now()
    from generate_series(1, ${Math.round(size.posts * 1.05)}::int) i
    join authors a on a.n = 1 + i % ${authors}::int
    join paragraphs p on p.n = 1 + (i * 7919::bigint) % ${paragraphs}::int
    join paragraphs q on q.n = 1 + (i * 104729::bigint + i / ${paragraphs}::int) % ${paragraphs}::int`;
  await sql`
    insert into post_tags (post_id, tag_id)
    select distinct p.id, l.id
    from (select id, row_number() over () as n from posts) p, generate_series(1, 3) k
    join labels l on true where l.n = 1 + (p.n * k * k) % ${tags}::int`;
  await sql`
    insert into comments (id, post_id, author_id, body, created_at)
    select gen_random_uuid(), p.id, a.id, 'Comment number ' || i, now()
    from generate_series(1, ${size.comments}::int) i
    join (select id, row_number() over () as n from posts) p on p.n = 1 + (i * 31::bigint) % ${size.posts}::int
    join authors a on a.n = 1 + i % ${authors}::int`;
  await sql`create index posts_search_index on posts using gin (search)`;
  await sql`create index posts_title_index on posts using gin (title gin_trgm_ops)`;
  for (const table of ['posts', 'comments', 'post_tags', 'tags', 'users']) {
    await sql.unsafe(`vacuum analyze ${table}`);
  }
}
