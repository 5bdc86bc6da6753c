// Rows of every table, as the migration that made the table would have held them.

import type postgres from 'postgres';

type Seed = { table: string; rows: (sql: postgres.Sql) => Promise<unknown> };

/** Ids that say what they are of: a kind and a number. */
const idOf = (kind: string, number: string) =>
  `('00000000-0000-7000-8${kind}-' || lpad(${number}::text, 12, '0'))::uuid`;
const users = idOf('001', 'n');
const rooms = idOf('002', '1');
const messages = idOf('003', 'n');
const posts = idOf('004', 'n');
const tags = idOf('005', '1');
const comments = idOf('006', 'n');

/** Later tables refer to earlier ones. A new table gets an entry of its own, with its own columns of then. */
export const seeds: readonly Seed[] = [
  fill(
    'users',
    'id, username, email, display_name, role, password_hash, created_at, updated_at',
    `${users}, 'user' || n, 'user' || n || '@example.org', 'User ' || n, 'member', 'hash', now(), now()`,
  ),
  fill(
    'tokens',
    'id, user_id, context, hash, scopes, created_at',
    `${idOf('007', 'n')}, ${users}, 'session', decode(md5(n::text), 'hex'), '{}', now()`,
  ),
  fill(
    'audit_events',
    'id, at, actor_id, action, subject, detail',
    `${idOf('008', 'n')}, now(), ${users}, 'blog.delete_post', 'post:' || n, '{}'`,
  ),
  fill(
    'rooms',
    'id, slug, name, visibility, last_seq, created_at, updated_at',
    `${rooms}, 'lobby', 'Lobby', 'public', 20, now(), now()`,
    1,
  ),
  fill('memberships', 'room_id, user_id, role, joined_at', `${rooms}, ${users}, 'member', now()`),
  fill(
    'messages',
    'id, room_id, seq, author_id, client_id, body, created_at',
    `${messages}, ${rooms}, n, ${users}, 'client-' || n, 'Message 漢字 ' || n, now()`,
  ),
  fill(
    'posts',
    'id, author_id, title, slug, body, state, version, published_at, created_at, updated_at',
    `${posts}, ${users}, 'Title ' || n, 'slug-' || n, repeat('Body of a post. ', n * 200),
       (array['draft', 'published', 'unpublished'])[n % 3 + 1], n, now(), now(), now()`,
  ),
  fill('tags', 'id, name', `${tags}, 'tag'`, 1),
  fill('post_tags', 'post_id, tag_id', `${posts}, ${tags}`),
  fill(
    'comments',
    'id, post_id, parent_id, author_id, client_id, body, created_at',
    `${comments}, ${posts}, null, ${users}, null, 'A comment', now()`,
  ),
  fill('post_old_slugs', 'slug, post_id, created_at', `'old-' || n, ${posts}, now()`),
  fill(
    'post_views',
    'post_id, viewer, hour',
    `${posts}, decode(md5(n::text), 'hex'), date_trunc('hour', now())`,
  ),
  fill(
    'post_revisions',
    'post_id, version, author_id, title, body, tags, created_at',
    `${posts}, n, ${users}, 'Title ' || n, 'Body', array['tag'], now()`,
  ),
  fill(
    'message_edits',
    'message_id, change, body, written_at',
    `${messages}, n, 'As it was', now()`,
  ),
  fill(
    'threads',
    'root_id, room_id, last_no, last_seq, last_reply_at',
    `${messages}, ${rooms}, 1, n, now()`,
  ),
  fill('thread_follows', 'root_id, user_id', `${messages}, ${users}`),
  fill('mentions', 'user_id, room_id, seq', `${users}, ${rooms}, n`),
  fill(
    'post_view_secrets',
    'hour, secret',
    `date_trunc('hour', now()) - n * interval '1 hour', decode(md5(n::text), 'hex')`,
  ),
  fill('room_old_slugs', 'slug, room_id, created_at', `'was-' || n, ${rooms}, now()`),
  fill('room_mutes', 'room_id, user_id, until', `${rooms}, ${users}, now()`),
  fill(
    'room_turns',
    'room_id, user_id, taken_at, client_id',
    `${rooms}, ${users}, now(), 'c' || n`,
  ),
  fill('room_bans', 'room_id, user_id, created_at', `${rooms}, ${users}, now()`),
  fill(
    'room_invites',
    'id, room_id, creator_id, hash, expires_at, created_at',
    `gen_random_uuid(), ${rooms}, ${users}, decode(md5(n::text), 'hex'), now(), now()`,
  ),
  fill(
    'room_webhooks',
    'id, room_id, bot_id, creator_id, hash, created_at',
    `gen_random_uuid(), ${rooms}, ${users}, ${users}, decode(md5(n::text), 'hex'), now()`,
  ),
  fill(
    'message_words',
    'message_id, room_id, author_id, seq, change, created_at, has_link, words',
    `${messages}, ${rooms}, ${users}, n, 0, now(), false, to_tsvector('tea')`,
  ),
  fill(
    'unread_comments',
    'comment_id, user_id, post_id, created_at',
    `${comments}, ${users}, ${posts}, now()`,
  ),
  fill('comment_counters', 'post_id, user_id, unread, newest_at', `${posts}, ${users}, 1, now()`),
  fill('keywords', 'user_id, folded, word, place', `${users}, 'tea', 'Tea', 1`),
  fill(
    'scheduled_messages',
    'id, room_id, author_id, client_id, body, send_at, created_at',
    `gen_random_uuid(), ${rooms}, ${users}, 'later ' || n, 'text ' || n, now(), now()`,
  ),
  fill('attempts', 'key, taken', `'login ' || n, array[now()]`),
  fill(
    'rate_counts',
    'key, seconds, slice, points, granted',
    `'api ' || n, 60, n, array_fill(1, array[11]), 1`,
  ),
  fill('message_words_progress', 'room_id, seq', `${rooms}, n`, 1),
  fill('backfills', 'name', `'context.backfill_' || n`),
];

/** Twenty rows, or as many as told; `n` counts them. */
function fill(table: string, columns: string, values: string, count = 20): Seed {
  return {
    table,
    rows: (sql) =>
      sql.unsafe(
        `insert into ${table} (${columns}) select ${values} from generate_series(1, ${count}) n`,
      ),
  };
}
