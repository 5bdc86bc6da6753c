// Which server is talked to, and which never in the clear.

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadClientConfig, normalizeServer, readEnvironment } from '../../src/config/index.ts';

describe('a server address', () => {
  test.each([
    ['https://Parley.Example.org/', 'https://parley.example.org'],
    ['parley.example.org', 'https://parley.example.org'],
    ['parley.example.org:8443/base/', 'https://parley.example.org:8443/base'],
    ['wss://parley.example.org', 'https://parley.example.org'],
    ['http://127.0.0.1:4000/?x=1#y', 'http://127.0.0.1:4000'],
    ['localhost:4000', 'http://localhost:4000'],
    ['ws://[::1]:4000', 'http://[::1]:4000'],
    ['http://127.1:4000', 'http://127.0.0.1:4000'],
    [' http://dev.localhost ', 'http://dev.localhost'],
  ])('%s is %s', (written, normal) => {
    expect(normalizeServer(written)).toBe(normal);
    expect(normalizeServer(normal)).toBe(normal);
  });

  test.each([
    'http://example.org',
    'ws://example.org',
    'http://10.0.0.1',
    'http://0.0.0.0:4000',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1@example.org',
    'http://xlocalhost',
    'http://[::2]',
  ])('plain http to another machine is refused, unless asked for: %s', (written) => {
    expect(() => normalizeServer(written)).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
  });

  test('--insecure allows it', () => {
    expect(normalizeServer('http://10.0.0.1:4000', { isInsecure: true })).toBe(
      'http://10.0.0.1:4000',
    );
  });

  test.each([
    '',
    'ftp://x',
    'file:///etc/passwd',
    'https://',
    'https://a:b@x',
    'javascript:alert(1)',
  ])('%j is none', (written) => {
    expect(() => normalizeServer(written, { isInsecure: true })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
  });
});

describe('the choice', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'parley-config-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const load = (flags: Parameters<typeof loadClientConfig>[0], variables = {}) =>
    loadClientConfig(flags, readEnvironment({ HOME: home, ...variables }));
  const settingsPath = () => join(home, '.config/parley/tui.json');
  const save = async (settings: unknown) => {
    await mkdir(join(home, '.config/parley'), { recursive: true });
    await writeFile(settingsPath(), JSON.stringify(settings));
  };

  test('is flag over environment over saved profile over default', async () => {
    expect(await load({})).toMatchObject({
      server: 'http://127.0.0.1:4000',
      serverSource: 'default',
    });
    await save({ profiles: { default: { server: 'https://saved.example' } } });
    expect(await load({})).toMatchObject({
      server: 'https://saved.example',
      serverSource: 'profile',
    });
    const variables = { PARLEY_SERVER: 'https://env.example' };
    expect(await load({}, variables)).toMatchObject({ serverSource: 'environment' });
    expect(await load({ server: 'https://flag.example' }, variables)).toMatchObject({
      server: 'https://flag.example',
      serverSource: 'flag',
    });
  });

  test('a profile named on the command line is stronger than PARLEY_SERVER', async () => {
    await save({ profiles: { work: { server: 'https://work.example' } } });
    const config = await load({ profile: 'work' }, { PARLEY_SERVER: 'https://env.example' });
    expect(config).toMatchObject({ server: 'https://work.example', profile: 'work' });
  });

  test('remembering a server keeps what else is in the file', async () => {
    await save({ theme: 'light', keys: { help: ['?'] }, future: 1 });
    await (await load({ profile: 'work' })).rememberServer('https://work.example');
    expect(JSON.parse(await readFile(settingsPath(), 'utf8'))).toEqual({
      theme: 'light',
      keys: { help: ['?'] },
      future: 1,
      profile: 'work',
      profiles: { work: { server: 'https://work.example' } },
    });
    expect(await load({})).toMatchObject({ server: 'https://work.example' });
  });

  test('PARLEY_TOKEN goes to the server in use and to no other', async () => {
    const config = await load({ server: 'https://a.example' }, { PARLEY_TOKEN: 'pat_x' });
    expect(await config.tokens.find('https://a.example')).toMatchObject({ token: 'pat_x' });
    expect(await config.tokens.find('https://b.example')).toBeNull();
  });

  test.each(['nonsense', '[]', '{"profiles":[]}', '{"profiles":{"a":{}}}', '{"keys":{"a":1}}'])(
    'a file that holds %s is refused by its name',
    async (text) => {
      await save({});
      await writeFile(settingsPath(), text);
      await expect(load({})).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('tui.json'),
      });
    },
  );

  test.each(['../x', 'a/b', '', '.hidden', 'a'.repeat(40)])(
    'a profile cannot be called %j, as its name is that of a file',
    async (profile) => {
      await expect(load({ profile })).rejects.toMatchObject({ code: 'unsupported' });
    },
  );

  test('relative XDG directories are ignored, as the standard asks', () => {
    const environment = readEnvironment({ HOME: '/h', XDG_CONFIG_HOME: 'relative' });
    expect(environment.configHome).toBe('/h/.config');
  });
});
