// Posts as files of an archive: the same bytes after any round, and hostile servers kept in their place.

import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { PostView } from '@parley/shared/blog';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandContext } from '../../src/commands/context.ts';
import { parseRecord, renderRecord, setFields } from '../../src/commands/post-record.ts';
import { createProgress } from '../../src/commands/progress.ts';
import { createStage } from './stage.ts';

const post: PostView = {
  id: '01a20be8-ff08-765d-a0cc-7d209227d8e2',
  title: 'Tea',
  slug: 'tea',
  state: 'published',
  author: { id: '1', username: 'ada', displayName: 'Ada' },
  tags: ['hot'],
  version: 3,
  commentCount: 0,
  views: 0,
  publishAt: null,
  publishedAt: '2030-01-31T12:00:00.000Z',
  createdAt: '2030-01-30T12:00:00.000Z',
  updatedAt: '2030-01-31T12:00:00.000Z',
  body: 'Long enough a text.',
};
const now = new Date('2031-01-01T00:00:00Z');

test('what was written is read back, whatever the texts are', () => {
  const title = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('yes', '2026', '~', 'a: b'),
  );
  fc.assert(
    fc.property(title, fc.array(title, { maxLength: 3 }), fc.string(), (title, tags, body) => {
      const text = renderRecord({ ...post, title, tags, body }, { withAuthor: true });
      const { body: read, ...record } = parseRecord(text, now);
      expect(record).toEqual({
        id: post.id,
        title,
        slug: 'tea',
        tags,
        state: 'published',
        createdAt: post.createdAt,
        publishedAt: post.publishedAt,
        version: 3,
      });
      expect(renderRecord({ ...post, title, tags, body: read }, { withAuthor: true })).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test('setting a field leaves everything else of a file alone', () => {
  const text = '---\n# note\ntitle: "Tea" # hot\nlayout: post\n---\n\n\n  Body\n---\n';
  expect(setFields(text, { id: 'x' })).toBe(text.replace('post\n---', 'post\nid: x\n---'));
  expect(setFields('Body\n', { id: 'x' })).toBe('---\nid: x\n---\n\nBody\n');
});

test.each([
  ['state: gone', 'state'],
  ['created_at: yesterdayish', 'created_at'],
  ['published_at: [1]', 'published_at'],
  ['id: {a: 1}', 'id'],
])('front matter %j is refused by its field', (yaml, field) => {
  expect(() => parseRecord(`---\n${yaml}\n---\nBody`, now)).toThrow(
    expect.objectContaining({ code: 'invalid', fields: { [field]: [expect.any(String)] } }),
  );
});

describe('an export', () => {
  test('from a hostile server writes nothing outside its directory, nor through a link', async () => {
    const slugs = [
      '../../evil',
      '/etc/passwd',
      '.ssh',
      'a/b',
      'con\u0000',
      'tea',
      'tea',
      'x'.repeat(999),
    ];
    const items = slugs.map((slug) => ({ ...post, slug, id: '../id' }));
    await using stage = await createStage({
      'blog.exportPosts': { data: { items, nextCursor: null } },
    });
    const directory = join(stage.home, 'out');
    const outside = join(stage.home, 'outside');
    await stage.tui(['posts', 'export', directory], { variables: { PARLEY_TOKEN: 'pat_x' } });
    await rm(join(directory, 'tea.md'));
    await writeFile(outside, 'untouched');
    await symlink(outside, join(directory, 'tea.md'));
    const argv = ['posts', 'export', directory, '--json'];
    const result = await stage.tui(argv, { variables: { PARLEY_TOKEN: 'pat_x' } });
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(await readdir(stage.home)).toEqual(expect.arrayContaining(['out', 'outside']));
    expect(await readFile(outside, 'utf8')).toBe('untouched');
    const names = await readdir(directory);
    expect(names).toHaveLength(slugs.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+\.md$/);
  });

  test('waits where the server asks for it, and goes on', async () => {
    const limited = { error: { code: 'limited', message: 'Slowly.', retryAfter: 0.01 } };
    const page = { data: { items: [post], nextCursor: null } };
    await using stage = await createStage({ 'blog.exportPosts': [limited, limited, page] });
    const argv = ['posts', 'export', join(stage.home, 'out'), '--json'];
    const result = await stage.tui(argv, { variables: { PARLEY_TOKEN: 'pat_x' } });
    expect(JSON.parse(result.out)).toEqual({ written: 1, unchanged: 0 });
  });
});

test('an import that nobody is logged in for stops at once, and the files stay as they are', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-import-'));
  await using stage = await createStage({
    'blog.importPost': { error: { code: 'unauthenticated', message: 'Log in first.' } },
  });
  const text =
    '---\nid: 01a20be8-ff08-765d-a0cc-7d209227d8e2\ntitle: Tea\n---\nLong enough a text.\n';
  for (const name of ['a.md', 'b.md', 'c.txt', '.hidden.md'])
    await writeFile(join(directory, name), text);
  const argv = ['posts', 'import', directory];
  const result = await stage.tui(argv, { variables: { PARLEY_TOKEN: 'pat_x' } });
  expect(result).toMatchObject({ code: 3, out: '0 created, 0 updated, 0 unchanged, 0 failed\n' });
  expect(stage.calls).toHaveLength(1);
  expect(await readFile(join(directory, 'a.md'), 'utf8')).toBe(text);
  await rm(directory, { recursive: true });
});

test('progress is drawn on a terminal only, in plain characters, and leaves no trace', () => {
  const draw = (isTTY: boolean, isJson: boolean) => {
    const stderr = Object.assign(new PassThrough(), { isTTY });
    const progress = createProgress({ streams: { stderr }, isJson } as unknown as CommandContext);
    progress.show(1, 2, 'a\u001b[2J\u202e.md');
    progress.clear();
    return String(stderr.read() ?? '');
  };
  expect(draw(false, false)).toBe('');
  expect(draw(true, true)).toBe('');
  const drawn = draw(true, false);
  expect(drawn).toMatch(/^\r\[#{12}\.{12}\] 1\/2 a[ -~]*\r +\r$/);
});
