// Command lines from their words to their exit status, with a server that takes notes.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStage } from './stage.ts';

const me = {
  id: '1',
  username: 'ada',
  email: 'ada@example.org',
  role: 'admin',
  displayName: 'Ada',
};
const post = { id: '01a20be8-ff08-765d-a0cc-7d209227d8e2', title: 'Tea', slug: 'tea', version: 1 };
const loggedIn = { variables: { PARLEY_TOKEN: 'pat_x' } };
const refusal = { error: { code: 'conflict', message: 'This post was changed.' } };

describe('without a command', () => {
  test('the interactive client runs, and its status is ours', async () => {
    await using stage = await createStage();
    expect(await stage.tui([])).toMatchObject({ code: 42 });
    expect(await stage.tui(['--server', 'https://x.example'])).toMatchObject({ code: 42 });
  });

  test('help and version are data', async () => {
    await using stage = await createStage();
    expect(await stage.tui(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
    const help = await stage.tui(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('posts list');
  });

  test('help is shown even when the settings are broken', async () => {
    await using stage = await createStage();
    const variables = { PARLEY_SERVER: 'ftp://nonsense' };
    expect(await stage.tui(['send', '--help'], { variables })).toMatchObject({ code: 0 });
    expect(await stage.tui(['whoami'], { variables })).toMatchObject({ code: 2 });
  });
});

describe('sessions', () => {
  const login = { data: { user: me, token: 'ses_fresh', expiresAt: '' } };

  test('login keeps the token for later, and never prints it', async () => {
    await using stage = await createStage({
      'accounts.login': login,
      'accounts.me': { data: me },
      'accounts.logout': { data: { ok: true } },
    });
    const argv = ['login', '--username', 'ada', '--password-stdin', '--json'];
    const result = await stage.tui(argv, { input: 'pass word\n' });
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).not.toContain('ses_fresh');
    expect(stage.calls[0]).toMatchObject({
      method: 'POST',
      input: { login: 'ada', password: 'pass word' },
      token: undefined,
    });
    expect((await stage.tui(['whoami'])).out).toContain('ada');
    expect(stage.calls[1]).toMatchObject({ token: 'ses_fresh' });
    // The server was remembered with it.
    expect(await stage.tui(['whoami'], { variables: { PARLEY_SERVER: '' } })).toMatchObject({
      code: 0,
    });
    expect(await stage.tui(['logout'])).toMatchObject({ code: 0 });
    expect(await stage.tui(['whoami'])).toMatchObject({ code: 3 });
  });

  test('who is not logged in hears 3, but 7 where nobody answers', async () => {
    await using stage = await createStage();
    expect(await stage.tui(['send', 'lobby', 'x'])).toMatchObject({ code: 3, out: '' });
    await using away = await createStage({ 'system.info': 'cut' });
    expect(await away.tui(['send', 'lobby', 'x'])).toMatchObject({ code: 7, out: '' });
    expect(away.calls.every(({ path }) => path === 'system.info')).toBe(true);
  });

  test('a wrong password is status 3, and nothing is kept', async () => {
    await using stage = await createStage({
      'accounts.login': { error: { code: 'unauthenticated', message: 'Wrong.' } },
    });
    const argv = ['login', '--username', 'ada', '--password-stdin'];
    expect(await stage.tui(argv, { input: 'x' })).toMatchObject({ code: 3, err: 'tui: Wrong.\n' });
    expect(await readdir(stage.home)).toEqual([]);
  });

  test('without a terminal nothing is asked for', async () => {
    await using stage = await createStage();
    expect(await stage.tui(['login'])).toMatchObject({ code: 2 });
    expect(await stage.tui(['login', '--username', 'ada'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--password-stdin'),
    });
    expect(stage.calls).toEqual([]);
  });

  test('a session that the server forgot is forgotten here as well', async () => {
    await using stage = await createStage({
      'accounts.login': login,
      'accounts.logout': { error: { code: 'unauthenticated', message: 'Not valid.' } },
    });
    await stage.tui(['login', '--username', 'ada', '--password-stdin'], { input: 'x' });
    expect(await stage.tui(['logout'])).toMatchObject({ code: 0 });
    expect(await stage.tui(['whoami'])).toMatchObject({ code: 3 });
  });

  test('a token can be given on standard input, and is tried before it is kept', async () => {
    await using stage = await createStage({
      'accounts.me': [{ error: { code: 'unauthenticated', message: 'No.' } }, { data: me }],
    });
    const argv = ['login', '--token-stdin'];
    expect(await stage.tui(argv, { input: 'pat_bad\n' })).toMatchObject({ code: 3 });
    expect(await stage.tui(['whoami'])).toMatchObject({ code: 3 });
    expect(await stage.tui(argv, { input: 'pat_good\n' })).toMatchObject({ code: 0 });
    expect(stage.calls.flatMap(({ token }) => token ?? [])).toEqual(['pat_bad', 'pat_good']);
  });
});

describe('sending', () => {
  test('what is blank is refused before the network', async () => {
    await using stage = await createStage();
    for (const [argv, input] of [
      [['send', 'lobby', ''], ''],
      [['send', 'lobby', '-'], ' \n\n'],
      [['send', 'lobby'], ''],
      [['send', 'lobby', '\u200b\u2060'], ''],
    ] as const) {
      const result = await stage.tui([...argv], { input, ...loggedIn });
      expect(result).toEqual({ code: 6, out: '', err: "tui: body can't be blank\n" });
    }
    expect(stage.calls).toEqual([]);
  });

  test('a message is tried again under the same number while the server is away', async () => {
    await using stage = await createStage({
      'chat.sendMessage': [
        'cut',
        { error: { code: 'unavailable', message: 'The database is away.' } },
        { data: { id: 'm', seq: 7 } },
      ],
    });
    const result = await stage.tui(['send', '#lobby', 'hello', '--json'], loggedIn);
    expect(result).toEqual({ code: 0, out: '{"id":"m","seq":7}\n', err: '' });
    const numbers = stage.calls.map(({ input }) => (input as { clientId: string }).clientId);
    expect(numbers).toHaveLength(3);
    expect(new Set(numbers).size).toBe(1);
  });

  test('a message waits for the server as long as a restart takes, and says so', async () => {
    await using stage = await createStage({
      'chat.sendMessage': ['cut', { data: { id: 'm', seq: 7 } }],
    });
    const { code, err } = await stage.tui(['send', 'lobby', 'hello'], loggedIn);
    expect(code).toBe(0);
    expect(err).toMatch(/^Cannot reach the server .* Trying again for 30 s …\n$/);
  });

  test('a message that could not be sent is kept, with the command that sends it once', async () => {
    await using stage = await createStage({
      'chat.sendMessage': ['cut', 'cut', { data: { id: 'm', seq: 7 } }],
    });
    const argv = ['send', '#lobby', '-', '--timeout', '0', '--reply-to', post.id];
    const failed = await stage.tui(argv, { input: 'Two\nlines’\n', ...loggedIn });
    expect(failed).toMatchObject({ code: 7, out: '' });
    const [, told, path] = /send it with: tui (.*) < (\S+)\n$/.exec(failed.err)!;
    const input = await readFile(path!, 'utf8');
    expect(input).toBe('Two\nlines’');
    const again = told!.replaceAll("'", '').split(' ');
    // In vain as well: it stays where it is.
    const still = await stage.tui([...again, '--timeout', '0', '--json'], { input, ...loggedIn });
    expect(JSON.parse(still.err).error).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(path!),
    });
    expect(await stage.tui(again, { input, ...loggedIn })).toMatchObject({ code: 0 });
    const inputs = stage.calls.map((call) => call.input);
    expect(inputs[2]).toEqual(inputs[0]);
    await expect(readFile(path!)).rejects.toThrow('ENOENT');
  });

  test('errors name what the person typed; with JSON the fields are those of the server', async () => {
    const refused = (fields: object) => ({ error: { code: 'invalid', message: 'No.', fields } });
    await using stage = await createStage({
      'chat.updateRoom': refused({ slug: ['is taken'], slowModeSeconds: ['is too long'] }),
      'chat.createRoomInvite': refused({ maxUses: ['is too much'] }),
      'chat.banMember': refused({ username: ['is nobody here'], until: ['must be ahead'] }),
      'chat.openDirect': refused({ usernames: ['names nobody: zoe'] }),
    });
    const words = async (...argv: string[]) => (await stage.tui(argv, loggedIn)).err;
    expect(await words('send', '@zoe', 'hi')).toBe('tui: ROOM names nobody: zoe\n');
    expect(await words('keywords', 'add', 'x')).toBe('tui: WORD must be at least 2 characters\n');
    expect(await words('rooms', 'update', 'x', '--slow', '9')).toBe(
      'tui: --slug is taken\ntui: --slow is too long\n',
    );
    expect(await words('rooms', 'invite', 'x', '--uses', '9')).toBe('tui: --uses is too much\n');
    expect(await words('rooms', 'ban', 'x', 'bob')).toBe(
      'tui: USER is nobody here\ntui: --until must be ahead\n',
    );
    const json = await words('rooms', 'update', 'x', '--slow', '9', '--json');
    expect(Object.keys(JSON.parse(json).error.fields)).toEqual(['slug', 'slowModeSeconds']);
  });

  test('how long to wait is said once', async () => {
    const limited = (message: string) => ({ error: { code: 'limited', message, retryAfter: 24 } });
    await using stage = await createStage({
      'chat.joinRoom': limited('#lobby is slow: write again in 24 s.'),
      'chat.leaveRoom': limited('Too many requests.'),
    });
    const words = async (...argv: string[]) => (await stage.tui(argv, loggedIn)).err;
    expect(await words('rooms', 'join', 'lobby')).toBe(
      'tui: #lobby is slow: write again in 24 s.\n',
    );
    expect(await words('rooms', 'leave', 'lobby')).toBe(
      'tui: Too many requests. Try again in 24 s.\n',
    );
  });

  test('an option that there is not leads to the help of its command', async () => {
    await using stage = await createStage();
    const words = async (...argv: string[]) => (await stage.tui(argv)).err;
    expect(await words('rooms', 'update', 'x', '--frob')).toContain('See: tui rooms update --help');
    expect(await words('rooms', '--frob')).toContain('See: tui rooms --help');
    expect(await words('--frob')).toContain('See: tui --help');
    expect(await words('rooms', 'read', 'x', '-5')).toBe('tui: "-5" must not be negative.\n');
    expect(await words('rooms', 'update', 'x', '--keep', '-1')).toBe(
      'tui: --keep has no value: what follows begins with a dash. Write --keep=VALUE.\n',
    );
  });

  test('what the server refuses is not tried again', async () => {
    await using stage = await createStage({
      'chat.sendMessage': { error: { code: 'limited', message: 'Slowly.' } },
    });
    expect(await stage.tui(['send', 'lobby', 'x'], loggedIn)).toMatchObject({ code: 8 });
    expect(stage.calls).toHaveLength(1);
  });
});

describe('posts', () => {
  const draft = '---\ntitle: Tea\ntags: [a, b]\n---\n\nLong enough a text.\n';
  const kept = (stage: { home: string }) => join(stage.home, '.local/state/parley/drafts');

  test('a file becomes a post, and is published after it is there', async () => {
    await using stage = await createStage({
      'blog.createPost': { data: post },
      'blog.publishPost': { data: { ...post, state: 'published' } },
    });
    const file = join(stage.home, 'post.md');
    await writeFile(file, draft);
    const argv = ['posts', 'new', '--file', file, '--tags', 'c', '--publish', '--json'];
    const result = await stage.tui(argv, loggedIn);
    expect(JSON.parse(result.out)).toMatchObject({ state: 'published' });
    expect(stage.calls.map(({ path, input }) => [path, input])).toEqual([
      ['blog.createPost', { title: 'Tea', tags: ['c'], body: 'Long enough a text.' }],
      ['blog.publishPost', { id: post.id }],
    ]);
    expect(await readFile(file, 'utf8')).toBe(draft);
  });

  test('what came by a pipe is kept when somebody else was faster', async () => {
    await using stage = await createStage({
      'blog.getPost': { data: { ...post, version: 3 } },
      'blog.updatePost': refusal,
    });
    const argv = ['posts', 'edit', 'tea', '--file', '-'];
    const result = await stage.tui(argv, { input: draft, ...loggedIn });
    expect(result).toMatchObject({ code: 9, out: '' });
    expect(stage.calls.at(-1)?.input).toMatchObject({ id: post.id, version: 3 });
    const [name] = await readdir(kept(stage));
    expect(result.err).toContain(name);
    expect(await readFile(join(kept(stage), name!), 'utf8')).toBe(draft.trimEnd());
  });

  test('with --json the error tells where, and stays one JSON object', async () => {
    await using stage = await createStage({
      'blog.getPost': { data: post },
      'blog.updatePost': refusal,
    });
    const argv = ['posts', 'edit', 'tea', '--file', '-', '--if-version', '1', '--json'];
    const { err } = await stage.tui(argv, { input: draft, ...loggedIn });
    const [name] = await readdir(kept(stage));
    expect(JSON.parse(err).error).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(name!),
    });
  });

  test('a schedule is read in words and sent as a time; what is not understood is never sent', async () => {
    const at = '2099-01-31T09:00:00.000Z';
    await using stage = await createStage({
      'blog.getPost': { data: post },
      'blog.schedulePost': { data: { ...post, state: 'scheduled', publishAt: at } },
    });
    const before = Date.now();
    const argv = ['posts', 'schedule', 'tea', 'in 2 hours'];
    const result = await stage.tui(argv, loggedIn);
    expect(result).toMatchObject({ code: 0, out: expect.stringMatching(/^Scheduled for 2099-0/) });
    const { id, publishAt } = stage.calls.at(-1)!.input as { id: string; publishAt: string };
    expect(id).toBe(post.id);
    expect(Date.parse(publishAt) - before).toBeGreaterThanOrEqual(7_200_000);
    expect(Date.parse(publishAt) - Date.now()).toBeLessThanOrEqual(7_200_000);
    for (const when of ['soonish', '2001-01-01', 'tomorrow 25:00']) {
      const refused = await stage.tui(['posts', 'schedule', post.id, when], loggedIn);
      expect(refused).toMatchObject({ code: 6, err: expect.stringContaining('WHEN') });
    }
    expect(stage.calls).toHaveLength(2);
  });

  test('publish_at in a new file schedules; --publish is over it; the past is refused before', async () => {
    await using stage = await createStage({
      'blog.createPost': { data: post },
      'blog.schedulePost': { data: { ...post, state: 'scheduled' } },
      'blog.publishPost': { data: { ...post, state: 'published' } },
    });
    const write = (at: string) => draft.replace('tags:', `publish_at: ${at}\ntags:`);
    const argv = ['posts', 'new', '--file', '-'];
    await stage.tui(argv, { input: write('2099-01-31T09:00Z'), ...loggedIn });
    await stage.tui([...argv, '--publish'], { input: write('2099-01-31T09:00Z'), ...loggedIn });
    expect(stage.calls.map(({ path }) => path)).toEqual([
      'blog.createPost',
      'blog.schedulePost',
      'blog.createPost',
      'blog.publishPost',
    ]);
    expect(stage.calls[1]?.input).toEqual({ id: post.id, publishAt: '2099-01-31T09:00:00.000Z' });
    const late = await stage.tui(argv, { input: write('2001-01-31'), ...loggedIn });
    expect(late).toMatchObject({ code: 6, err: expect.stringContaining('publish_at') });
    expect(stage.calls).toHaveLength(4);
  });

  test('publish_at in an edited file moves the schedule, and is history once it has appeared', async () => {
    const text = { ...post, tags: ['a', 'b'], body: 'Long enough a text.' };
    const scheduled = { ...text, state: 'scheduled', publishAt: '2099-01-01T09:00:00.000Z' };
    await using stage = await createStage({
      'blog.getPost': [{ data: scheduled }, { data: { ...text, state: 'published' } }],
      'blog.updatePost': { data: { ...text, state: 'published' } },
      'blog.schedulePost': { data: scheduled },
    });
    const input = draft.replace('tags:', 'publish_at: 2099-01-31T09:00Z\ntags:');
    const argv = ['posts', 'edit', 'tea', '--file', '-'];
    expect(await stage.tui(argv, { input, ...loggedIn })).toMatchObject({ code: 0 });
    const past = input.replace('2099', '2001');
    expect(await stage.tui(argv, { input: past, ...loggedIn })).toMatchObject({ code: 0 });
    expect(stage.calls.map(({ path }) => path)).toEqual([
      'blog.getPost',
      'blog.schedulePost',
      'blog.getPost',
    ]);
  });

  test('versions are listed, shown and restored over the newest', async () => {
    const author = { id: '1', username: 'ada', displayName: 'Ada' };
    const item = { postId: post.id, version: 1, title: 'Tea', author, createdAt: '' };
    await using stage = await createStage({
      'blog.getPost': { data: { ...post, version: 3 } },
      'blog.listRevisions': { data: { items: [item], nextCursor: null } },
      'blog.getRevision': { data: { ...item, body: 'Old text', tags: [] } },
      'blog.restoreRevision': { data: { ...post, version: 4 } },
    });
    expect((await stage.tui(['posts', 'revisions', 'tea'], loggedIn)).out).toContain('1');
    expect((await stage.tui(['posts', 'show', 'tea', '--revision', '1'])).out).toContain(
      'Old text',
    );
    expect(await stage.tui(['posts', 'restore', 'tea', '1'], loggedIn)).toMatchObject({ code: 0 });
    expect(stage.calls.at(-1)?.input).toEqual({ id: post.id, version: 3, revision: 1 });
    expect(await stage.tui(['posts', 'restore', 'tea', 'x'], loggedIn)).toMatchObject({ code: 2 });
  });

  test('an id names a post by id, everything else by slug', async () => {
    await using stage = await createStage({ 'blog.getPost': { data: { ...post, body: '' } } });
    await stage.tui(['posts', 'show', post.id, '--json']);
    await stage.tui(['posts', 'show', 'tea', '--json']);
    expect(stage.calls.map(({ input }) => input)).toEqual([{ id: post.id }, { slug: 'tea' }]);
  });

  test('nothing is deleted without a yes', async () => {
    await using stage = await createStage({ 'blog.getPost': { data: post } });
    expect(await stage.tui(['posts', 'delete', 'tea'], loggedIn)).toMatchObject({ code: 2 });
    expect(stage.calls.map(({ path }) => path)).not.toContain('blog.deletePost');
  });
});

describe('comments', () => {
  const comment = {
    id: '01a20be8-ff08-765d-a0cc-7d209227d8e3',
    postId: post.id,
    parentId: null,
    author: { id: '1', username: 'ada', displayName: 'Ada' },
    body: 'One\u001b[2J\nTwo\r<eve> Three',
    createdAt: '2030-01-31T12:00:00.000Z',
    editedAt: null,
    deletedAt: null,
  };
  const answers = { 'blog.getPost': { data: post }, 'blog.createComment': { data: comment } };

  test('the author stands before every line, whatever a comment looks like', async () => {
    const gone = { ...comment, parentId: comment.id, body: '', deletedAt: comment.createdAt };
    await using stage = await createStage({
      ...answers,
      'blog.listComments': { data: { items: [comment, gone], nextCursor: 'next' } },
    });
    const { out, err } = await stage.tui(['comments', 'list', 'tea', '--limit', '2']);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines.slice(1, 4)).toEqual(['<ada> One[2J', '<ada> Two', '<ada> <eve> Three']);
    expect(lines[4]).toContain(`answers ${comment.id}`);
    expect(lines[5]).toBe('<ada> (deleted)');
    expect(err).toBe('More: --cursor next\n');
    expect(stage.calls.at(-1)?.input).toEqual({ postId: post.id, perPage: 2 });
    const json = await stage.tui(['comments', 'list', post.id, '--json']);
    expect(JSON.parse(json.out)).toEqual({ items: [comment, gone], nextCursor: 'next' });
  });

  test('a comment is read from the pipe, answers another, and is sent with one number', async () => {
    await using stage = await createStage({
      ...answers,
      'blog.createComment': ['cut', { data: comment }],
    });
    const argv = ['comments', 'add', 'tea', '-', '--reply-to', comment.id, '--json'];
    const result = await stage.tui(argv, { input: 'Well said\n', ...loggedIn });
    expect(JSON.parse(result.out)).toEqual(comment);
    const sent = stage.calls.filter(({ path }) => path === 'blog.createComment');
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[0]?.input).toEqual({
      postId: post.id,
      parentId: comment.id,
      body: 'Well said',
      clientId: expect.any(String),
    });
  });

  test('an empty comment is status 6 and never sent; nothing is deleted without a yes', async () => {
    await using stage = await createStage({ 'blog.deleteComment': { data: { ok: true } } });
    expect(await stage.tui(['comments', 'add', post.id, ' '], loggedIn)).toMatchObject({ code: 6 });
    expect(await stage.tui(['comments', 'edit', comment.id, ''], loggedIn)).toMatchObject({
      code: 6,
    });
    const remove = ['comments', 'delete', comment.id];
    expect(await stage.tui(remove, loggedIn)).toMatchObject({ code: 2 });
    expect(stage.calls).toEqual([]);
    expect(await stage.tui([...remove, '--yes'], loggedIn)).toMatchObject({ code: 0 });
  });
});

describe('call', () => {
  const procedures = {
    data: {
      items: [
        { path: 'a.read', kind: 'query' },
        { path: 'a.write', kind: 'mutation' },
      ],
    },
  };

  test('uses the method of the procedure, so that no input of a mutation is in an address', async () => {
    await using stage = await createStage({
      'system.procedures': procedures,
      'a.read': { data: { x: '\u009b' } },
      'a.write': { data: null },
    });
    expect((await stage.tui(['call', 'a.read', '{"q":1}'])).out).toBe('{"x":"\\u009b"}\n');
    expect((await stage.tui(['call', 'a.write', '-'], { input: '{"password":"p"}' })).out).toBe(
      'null\n',
    );
    const asked = stage.calls.filter(({ path }) => path.startsWith('a.'));
    expect(asked).toMatchObject([
      { method: 'GET', input: { q: 1 } },
      { method: 'POST', input: { password: 'p' } },
    ]);
  });

  test('what is no JSON or no procedure is refused', async () => {
    await using stage = await createStage({ 'system.procedures': procedures });
    expect(await stage.tui(['call', 'a.read', '{'])).toMatchObject({ code: 2 });
    expect(await stage.tui(['call', '__proto__'])).toMatchObject({ code: 5 });
  });
});

test('no server is status 7, and the address is told', async () => {
  const stage = await createStage();
  await stage[Symbol.asyncDispose]();
  const result = await stage.tui(['whoami'], loggedIn);
  expect(result).toMatchObject({ code: 7, err: expect.stringContaining(stage.url) });
});
