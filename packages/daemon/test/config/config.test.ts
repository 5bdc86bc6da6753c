// Configuration: what wins, what is refused and how that is said, and that no secret is shown.

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ConfigError, describeConfig, listSettings, loadConfig } from '../../src/config/index.ts';
import { editDistance } from '../../src/config/suggest.ts';

interface Scene {
  argv?: string[];
  env?: Record<string, string>;
  files?: Record<string, string | Error>;
}

const home = { HOME: '/home/ada' };
const userFile = '/home/ada/.config/parley/parleyd.toml';
const denied = Object.assign(new Error('denied'), { code: 'EACCES' });

function load({ argv = [], env = {}, files = {} }: Scene = {}) {
  const readText = async (path: string) => {
    const text = files[path] ?? Object.assign(new Error('absent'), { code: 'ENOENT' });
    if (text instanceof Error) throw text;
    return text;
  };
  return loadConfig({ argv, env: { ...home, ...env }, readText });
}

async function findProblems(scene: Scene): Promise<readonly string[]> {
  const error = await load(scene).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems;
}

describe('without anything said', () => {
  it('has the promised defaults', async () => {
    const { config, words, flags } = await load();
    expect({ ...config, words, flags }).toEqual({
      databaseUrl: undefined,
      dataDirectory: '/home/ada/.local/share/parley',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: undefined,
      siteName: 'Parley',
      registration: 'open',
      passwordPolicy: 'strength',
      smtpUrl: undefined,
      pubsub: 'postgres',
      mode: 'all',
      rates: {
        api: { points: 100, seconds: 60 },
        messages: { points: 20, seconds: 60 },
        login: { points: 10, seconds: 60 },
      },
      trustProxy: [],
      allowedOrigins: [],
      logLevel: 'info',
      words: [],
      flags: [],
    });
  });

  it('follows XDG, but not to a relative place', async () => {
    const files = { '/etc/xdg/parley/parleyd.toml': 'port = 4007' };
    const env = { XDG_CONFIG_HOME: '/etc/xdg', XDG_DATA_HOME: '/srv' };
    expect((await load({ env, files })).config).toMatchObject({
      port: 4007,
      dataDirectory: '/srv/parley',
    });
    expect((await load({ env: { XDG_DATA_HOME: 'here' } })).config.dataDirectory).toBe(
      '/home/ada/.local/share/parley',
    );
  });
});

describe('precedence', () => {
  /** Each place that may give the port gives another one. */
  test.prop([fc.subarray(['flag', 'env', 'file'])])(
    'is flag, environment, file, default',
    async (given) => {
      const has = (place: string) => given.includes(place);
      const loaded = await load({
        argv: has('flag') ? ['--port', '4001'] : [],
        env: has('env') ? { PARLEY_PORT: '4002' } : {},
        files: has('file') ? { [userFile]: 'port = 4003' } : {},
      });
      const [port, source] = has('flag')
        ? [4001, '--port']
        : has('env')
          ? [4002, 'environment']
          : has('file')
            ? [4003, userFile]
            : [4000, 'default'];
      expect([loaded.config.port, loaded.sources.port.source]).toEqual([port, source]);
    },
  );

  it('lets $PARLEY_CONFIG stand for the usual places, and the system for the user', async () => {
    const files = {
      '/my.toml': 'port = 1',
      '/etc/parley/parleyd.toml': 'port = 2',
      [userFile]: 'port = 3',
    };
    expect((await load({ files, env: { PARLEY_CONFIG: '/my.toml' } })).config.port).toBe(1);
    expect((await load({ files })).config.port).toBe(2);
  });

  it('takes an empty variable for an unset one', async () => {
    const { config } = await load({ env: { PARLEY_PORT: '', DATABASE_URL: '' } });
    expect(config).toMatchObject({ port: 4000, databaseUrl: undefined });
  });

  it('reads secrets from files, and takes none that is said twice', async () => {
    const files = { '/run/db': 'postgres://a:b@db/x\n' };
    const env = { DATABASE_URL_FILE: '/run/db', DATABASE_URL: '' };
    const { config, sources } = await load({ env, files });
    expect(config).toMatchObject({ databaseUrl: 'postgres://a:b@db/x' });
    expect(sources.databaseUrl.source).toBe('/run/db');
    const twice = load({ env: { ...env, DATABASE_URL: 'postgres://c:d@db/y' }, files });
    await expect(twice).rejects.toThrow(
      'DATABASE_URL and DATABASE_URL_FILE are both set. Unset one of them.',
    );
    const flag = ['--database-url', 'postgres://e:f@db/z'];
    const overridden = await load({ argv: flag, env: { ...env, DATABASE_URL: 'x' }, files });
    expect(overridden.config.databaseUrl).toBe('postgres://e:f@db/z');
  });
});

describe('every setting', () => {
  const samples: Record<string, [text: string, value: unknown]> = {
    databaseUrl: ['postgres://u:p@h:5/d', 'postgres://u:p@h:5/d'],
    dataDirectory: ['/srv/parley', '/srv/parley'],
    host: ['::1', '::1'],
    port: ['0', 0],
    publicUrl: ['https://chat.example/sub//', 'https://chat.example/sub'],
    siteName: [' The Harbour ', 'The Harbour'],
    registration: ['invite', 'invite'],
    passwordPolicy: ['composition', 'composition'],
    smtpUrl: ['smtps://u:p@mail', 'smtps://u:p@mail'],
    pubsub: ['postgres', 'postgres'],
    mode: ['worker', 'worker'],
    rateApi: ['5/10s', { points: 5, seconds: 10 }],
    rateMessages: ['off', null],
    rateLogin: ['1/1s', { points: 1, seconds: 1 }],
    trustProxy: ['10.0.0.0/8, ::1,loopback', ['10.0.0.0/8', '::1', 'loopback']],
    allowedOrigins: ['https://a.example,http://b:8080', ['https://a.example', 'http://b:8080']],
    logLevel: ['debug', 'debug'],
  };

  it.each(listSettings())('$name: flag, variable and key mean the same', async (setting) => {
    const { name, flag, env, key } = setting;
    const [text, value] = samples[name] ?? expect.fail(`${name} needs a sample`);
    const scenes: Scene[] = [
      { argv: [`${flag}=${text}`] },
      { argv: [flag, text] },
      { env: { [env]: text } },
      { files: { [userFile]: `${key} = ${JSON.stringify(text)}` } },
    ];
    for (const scene of scenes) {
      const { config } = await load(scene);
      const { api, messages, login } = config.rates;
      const all = { ...config, rateApi: api, rateMessages: messages, rateLogin: login };
      expect(all).toHaveProperty(name, value);
    }
  });

  it('has a unique flag, and a sentence on what it is', () => {
    const settings = listSettings();
    expect(new Set(settings.map(({ flag }) => flag)).size).toBe(settings.length);
    expect(settings.every(({ doc }) => doc.endsWith('.'))).toBe(true);
  });

  it('takes lists and numbers of TOML as they are', async () => {
    const files = { [userFile]: 'trust_proxy = ["::1", "10.0.0.1"]\nport = 4_009' };
    const { config } = await load({ files });
    expect(config).toMatchObject({ trustProxy: ['::1', '10.0.0.1'], port: 4009 });
  });
});

describe('what cannot be used', () => {
  it.each<[string, string, string]>([
    ['PARLEY_PORT', '65536', 'must be a port from 0 to 65535'],
    ['PARLEY_PORT', '4000x', 'must be a port from 0 to 65535'],
    ['PARLEY_HOST', 'http://localhost', 'must be an address or a host name'],
    ['PARLEY_PUBLIC_URL', 'chat.example', 'must be a URL that starts with http:// or https://'],
    ['PARLEY_PUBLIC_URL', 'https://me:pw@x', 'must have no user, password, query or fragment'],
    ['PARLEY_REGISTRATION', 'opne', 'must be one of open, invite, closed'],
    ['PARLEY_RATE_API', '100', 'must look like 100/60s, or be off'],
    ['PARLEY_RATE_API', '0/60s', 'must look like 100/60s, or be off'],
    ['PARLEY_TRUST_PROXY', '10.0.0.0/33', 'must be addresses or networks'],
    ['PARLEY_TRUST_PROXY', 'nginx', 'must be addresses or networks'],
    ['PARLEY_ALLOWED_ORIGINS', 'https://a.example/', 'must be origins such as'],
    ['PARLEY_LOG_LEVEL', 'loud\u001b[2J', 'must be one of trace, debug'],
  ])('%s=%s', async (name, text, reason) => {
    const [problem, ...others] = await findProblems({ env: { [name]: text } });
    expect(problem).toContain(`${name} (from environment) is ${JSON.stringify(text)}, but `);
    expect(problem).toContain(reason);
    expect(others).toEqual([]);
  });

  it('is told all at once, each with its place', async () => {
    const problems = await findProblems({
      argv: ['--port=x', '--hots', 'y', '--host'],
      env: { PARLEY_MODE: 'both', SMTP_URL_FILE: '/gone' },
      files: { [userFile]: 'data_dirr = "/x"\nlog_level = 3\nhost = {a = 1}' },
    });
    expect(problems).toEqual([
      '"--hots" is no option. Did you mean --host?',
      '--host needs a value, as in --host=VALUE.',
      `${userFile}: "data_dirr" is no setting. Did you mean data_dir?`,
      `${userFile}: host must be a text, a number or a list of texts.`,
      'PARLEY_PORT (from --port) is "x", but must be a port from 0 to 65535.',
      'SMTP_URL_FILE names /gone, which cannot be read: there is no such file.',
      'PARLEY_MODE (from environment) is "both", but must be one of all, web, worker.',
      `PARLEY_LOG_LEVEL (from ${userFile}) is "3", but must be one of trace, debug, info, warn, error, fatal, silent.`,
    ]);
  });

  it('is a variable that is nearly one of ours; what others call theirs is left alone', async () => {
    const env = { PARLEY_REGISTRATON: 'closed', PARLEY_PORTS: '4001', PARLEY_RATE_LOGINS: 'off' };
    expect(await findProblems({ env })).toEqual([
      'PARLEY_REGISTRATON is no setting. Did you mean PARLEY_REGISTRATION?',
      'PARLEY_PORTS is no setting. Did you mean PARLEY_PORT?',
      'PARLEY_RATE_LOGINS is no setting. Did you mean PARLEY_RATE_LOGIN?',
    ]);
    const clients = ['PARLEY_SERVER', 'PARLEY_TOKEN', 'PARLEY_PROFILE', 'PARLEY_TEST_RUN'];
    await load({ env: Object.fromEntries(clients.map((name) => [name, 'theirs'])) });
  });

  it('is a file that was named and is not there, or that may not be read', async () => {
    expect(await findProblems({ env: { PARLEY_CONFIG: '/gone.toml' } })).toEqual([
      'PARLEY_CONFIG names /gone.toml, which cannot be read: there is no such file.',
    ]);
    expect(await findProblems({ files: { '/etc/parley/parleyd.toml': denied } })).toEqual([
      '/etc/parley/parleyd.toml cannot be read: this user may not read it.',
    ]);
  });

  it('is broken TOML, told with its line and without what the line says', async () => {
    const text = 'port = 4000\nsmtp_url = "smtp://u:hunter2@mail\n';
    const [problem = ''] = await findProblems({ files: { [userFile]: text } });
    expect(problem).toMatch(/parleyd\.toml:[23]:\d+: /);
    expect(problem).not.toContain('hunter2');
  });

  it('never shows a secret, not even a wrong one', async () => {
    const problems = await findProblems({
      env: { DATABASE_URL: 'mysql://u:hunter2@db', SMTP_URL_FILE: '/s' },
      files: { '/s': 'hunter2' },
    });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('the description', () => {
  it('has value, source and default of each setting, secrets masked', async () => {
    const rows = describeConfig(
      await load({
        argv: ['--port', '4001'],
        env: {
          DATABASE_URL: 'postgres://me:hunter2@db:5432/parley?password=hunter2',
          PARLEY_PUBSUB: 'nats://hunter2@bus:4222',
        },
      }),
    );
    const find = (name: string) => rows.find((row) => row.name === name);
    expect(find('port')).toMatchObject({ value: '4001', source: '--port', default: '4000' });
    expect(find('databaseUrl')?.value).toBe('postgres://me:***@db:5432/parley?password=***');
    expect(find('pubsub')?.value).toBe('nats://***@bus:4222');
    expect(describeConfig(await load({})).find(({ name }) => name === 'pubsub')?.value).toBe(
      'postgres',
    );
    expect(find('smtpUrl')).toMatchObject({ value: '', source: 'default' });
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });
});

describe('the command line', () => {
  it('keeps the words and hands on the options', async () => {
    const { words, flags } = await load({ argv: ['list', '--port', '4001', 'x', '--host=::1'] });
    expect(words).toEqual(['list', 'x']);
    expect(flags).toEqual(['--port=4001', '--host=::1']);
  });

  it.each(['--__proto__', '--constructor', '--toString=1', '-x'])('knows no %s', async (flag) => {
    expect(await findProblems({ argv: [flag] })).toHaveLength(1);
  });
});

test.prop([
  fc.string({ maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.string({ maxLength: 12 }),
])('the distance of words is a metric', (a, b, c) => {
  expect(editDistance(a, a)).toBe(0);
  expect(editDistance(a, b)).toBe(editDistance(b, a));
  expect(editDistance(a, b) === 0).toBe(a === b);
  expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
});
