// The blog: lists, posts and searches against the same SQL by hand, and how far down a page may lie.
//
// PARLEY_BENCH_POSTS=1000000 makes it another size, which matters to searches most.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  connectionUrl,
  startEmbeddedPostgres,
} from '../packages/daemon/src/repo/embedded/index.ts';
import { fillBlog } from './support/blog-data.ts';
import { connectByHand, type Edge } from './support/by-hand.ts';
import { compare } from './support/compare.ts';
import { register, startDaemon } from './support/daemon.ts';
import { openLine } from './support/http.ts';
import { median, printFigures, quantile } from './support/report.ts';

const posts = Number(process.env.PARLEY_BENCH_POSTS ?? 100_000);
const perPage = 20;
const deepest = 5_000;
const words = ['w1', 'w60', 'w19000', 'w3 w40', '"w1 w2"', 'w5 or w19001', 'w2 -w1'];
/** In no post, and like many titles: the dearest question of all. */
const missing = 'w77777';

async function startRaw(url: string): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('support/raw-blog.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: url },
  });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return { child, url: line.split(' ').at(-1)! };
}

const directory = await mkdtemp(join(tmpdir(), 'parley-bench-postgres-'));
const server = await startEmbeddedPostgres({
  dataDirectory: directory,
  databases: ['parley'],
  settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
});
const databaseUrl = connectionUrl(server.connection('parley'));
const line = openLine();
try {
  await using daemon = await startDaemon({ DATABASE_URL: databaseUrl, PARLEY_MODE: 'web' });
  const hand = connectByHand(databaseUrl);
  const before = performance.now();
  const session = await hand.sql.reserve();
  await fillBlog(session, { posts, comments: posts * 5 });
  session.release();
  const raw = await startRaw(databaseUrl);
  try {
    const edges = await hand.sql<(Edge & { slug: string })[]>`
      select (extract(epoch from published_at) * 1000000)::bigint as key, id, slug from posts
      where state = 'published' order by published_at desc, id desc limit ${deepest * perPage}`;
    const pages = Math.floor(edges.length / perPage);
    const anyEdge = (index: number) => edges[(index * 7_919) % (edges.length - perPage)]!;
    const slugOf = (index: number) => anyEdge(index).slug;
    const wordOf = (index: number) => words[index % words.length]!;
    printFigures('The blog', {
      posts: `${posts} published, ${posts * 5} comments`,
      filled: `in ${((performance.now() - before) / 1000).toFixed(0)} s`,
      'first page walks': await hand.explainList(),
      [`page ${pages} walks`]: await hand.explainList(edges[(pages - 1) * perPage - 1]),
      'statements per page': await hand.countStatements([1, perPage, 100]),
    });

    const trpc = (path: string, input: object, token?: string) =>
      line.fetch(
        `${daemon.url}/trpc/blog.${path}?input=${encodeURIComponent(JSON.stringify(input))}`,
        token,
      );
    const listAfter = ({ key, id }: Edge, token?: string) => {
      const cursor = Buffer.from(`published|${key}|${id}`).toString('base64url');
      return trpc('listPosts', { published: true, cursor }, token);
    };
    const token = await register(daemon.url, 'ada');

    await compare(
      `Depth: page ${pages} against the second page`,
      {
        [`page ${pages}`]: (index) => listAfter(edges[(pages - 1) * perPage - 1 - (index % 20)]!),
        'page 2': (index) => listAfter(edges[perPage - 1 + (index % 20)]!),
      },
      ['at most 1.5×'],
    );
    await compare(
      'List: a page by cursor, which is never cached',
      {
        parley: (index) => listAfter(anyEdge(index)),
        'the same SQL behind bare fastify': (index) =>
          line.fetch(`${raw.url}/list?key=${anyEdge(index).key}&id=${anyEdge(index).id}`),
        'the same SQL, no HTTP': (index) => hand.list(anyEdge(index)),
        'parley, with a token': (index) => listAfter(anyEdge(index), token),
        'parley, the front page as it is cached': () => trpc('listPosts', { published: true }),
      },
      ['at most 1.6×'],
    );
    await compare(
      'Get: by slug',
      {
        parley: (index) => trpc('getPost', { slug: slugOf(index) }),
        'the same SQL behind bare fastify': (index) =>
          line.fetch(`${raw.url}/get?slug=${slugOf(index)}`),
        'the same SQL, no HTTP': (index) => hand.get(slugOf(index)),
        'parley, with a token': (index) => trpc('getPost', { slug: slugOf(index) }, token),
      },
      ['at most 1.6×'],
    );
    await compare(
      'Search: common and rare words, phrases, none',
      {
        parley: (index) => trpc('searchPosts', { query: wordOf(index) }),
        'the same SQL behind bare fastify': (index) =>
          line.fetch(`${raw.url}/search?query=${encodeURIComponent(wordOf(index))}`),
        'the same SQL, no HTTP': (index) => hand.search(wordOf(index)),
      },
      ['at most 1.3×'],
    );

    const figures: Record<string, string> = {};
    for (const query of [...words, missing]) {
      const times: number[] = [];
      let answer = '';
      for (let index = 0; index < 15; index += 1) {
        const start = performance.now();
        answer = await trpc('searchPosts', { query }).then(
          (text) => `${(JSON.parse(text) as Found).result.data.items.length} on the page`,
          () => 'unavailable',
        );
        times.push(performance.now() - start);
      }
      times.sort((a, b) => a - b);
      const matches = await hand.countMatches(query);
      figures[query] =
        `${median(times).toFixed(1)} ms, worst ${quantile(times, 1).toFixed(1)} ms, ${matches} matches, ${answer}`;
    }
    printFigures('Searches one by one', figures);
  } finally {
    raw.child.kill();
    line.close();
    await hand.close();
  }
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}

interface Found {
  result: { data: { items: unknown[] } };
}
