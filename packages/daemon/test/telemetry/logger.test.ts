// Hostile rows 29 and 30: no secret reaches a log, and nobody forges a line of it.

import { Writable } from 'node:stream';
import { fc, test } from '@fast-check/vitest';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it } from 'vitest';
import { createLogger, redactUrl } from '../../src/telemetry/index.ts';
import { redactLine } from '../../src/telemetry/redaction.ts';

function createRecorder(options: { isPretty?: boolean } = {}) {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const log = createLogger({ level: 'trace', destination, ...options });
  return { log, read: () => chunks.join('') };
}

const secret = 'hunter2-"quoted\\ and\nbroken';
/** Looks like the word, survives JSON escaping, and appears nowhere else. */
const core = 'hunter2';

describe('row 29: secrets', () => {
  it.each<[string, (log: ReturnType<typeof createLogger>) => void]>([
    ['a top-level field', (log) => log.info({ password: secret }, 'x')],
    ['a nested field', (log) => log.info({ a: { b: [{ newPassword: secret }] } }, 'x')],
    ['a child binding', (log) => log.child({ token: secret }).info('x')],
    ['request headers', (log) => log.info({ req: { headers: { authorization: secret } } }, 'x')],
    ['connection parameters', (log) => log.info({ connectionParams: { token: secret } }, 'x')],
    ['a cookie', (log) => log.info({ 'set-cookie': [secret, 'b=c'] }, 'x')],
    ['JSON in the message', (log) => log.info(`got ${JSON.stringify({ password: secret })}`)],
    ['a URL password', (log) => log.info({ url: `postgres://me:${core}@db/x` }, 'x')],
    ['a URL in an error', (log) => log.error(new Error(`no smtp://me:${core}@mail`))],
    ['a query parameter', (log) => log.info(`GET /confirm?token=${core}&next=/`)],
    ['a bearer header in text', (log) => log.info(`authorization was Bearer ${core}`)],
    [
      'parameters of a failed query',
      (log) => log.error({ err: new DrizzleQueryError('select $1', [core], new Error('down')) }),
    ],
    [
      'fields that a driver hangs on its error',
      (log) => log.error({ err: Object.assign(new Error('bad'), { parameters: [core] }) }, 'x'),
    ],
    [
      'the cause of an error',
      (log) =>
        log.error({ err: new Error('outer', { cause: new DrizzleQueryError('q', [core]) }) }),
    ],
  ])('leaves out %s', (_where, write) => {
    const { log, read } = createRecorder();
    write(log);
    expect(read()).not.toContain(core);
    expect(read().trimEnd().split('\n')).toHaveLength(1);
    expect(() => JSON.parse(read())).not.toThrow();
  });

  it('leaves out tokens wherever they stand, by their look', () => {
    const random = 'q7-XbP0_vR3mK9dLwZ5tYc1HsGfJ2eA8nUiOoVxBkMe';
    const { log, read } = createRecorder();
    log.info(
      { path: `/confirm/${random}` },
      `ses_${random} pat_${random} eyJhbGciOi.eyJzdWIi.c2ln`,
    );
    expect(read()).not.toContain('q7-XbP0');
    expect(read()).not.toContain('eyJ');
  });

  test.prop([fc.object({ maxDepth: 4 }), fc.stringMatching(/^[A-Za-z_]{0,8}$/), fc.string()])(
    'keeps the line valid JSON and everything else in it',
    (fields, prefix, value) => {
      fc.pre(!/[^\x20-\x7e]|[:&#?=]|[\w-]{43}/.test(JSON.stringify(fields)));
      fc.pre(!/secret|token|otp|password|cookie|authorization/i.test(JSON.stringify(fields)));
      const line = JSON.stringify({ ...fields, deep: [{ [`${prefix}Password`]: value }] });
      expect(JSON.parse(redactLine(line))).toEqual({
        ...JSON.parse(JSON.stringify(fields)),
        deep: [{ [`${prefix}Password`]: '***' }],
      });
    },
  );

  it('keeps what only sounds secret', () => {
    const { log, read } = createRecorder();
    log.info({ passwordPolicy: 'strength', tokens: 5, userId: 7 }, 'swept');
    expect(JSON.parse(read())).toMatchObject({ passwordPolicy: 'strength', tokens: 5, userId: 7 });
  });

  it('redacts a URL and leaves the rest of it', () => {
    expect(redactUrl('smtp://bob:pw@mail.example:587/?pool=true')).toBe(
      'smtp://bob:***@mail.example:587/?pool=true',
    );
    expect(redactUrl('/trpc/accounts.me?token=abc&batch=1')).toBe(
      '/trpc/accounts.me?token=***&batch=1',
    );
  });
});

describe('row 30: forged lines', () => {
  const forged = 'x\n{"level":"info","msg":"login ok"}';

  it('writes a hostile name as one escaped line', () => {
    const { log, read } = createRecorder();
    log.info({ username: forged }, `login of ${forged}`);
    const lines = read().trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', username: forged });
  });

  test.prop([fc.string({ unit: 'binary', minLength: 1 })])(
    'writes no character that a terminal obeys',
    (text) => {
      const { log, read } = createRecorder();
      log.warn({ text, id: 1 }, text);
      expect(read().trimEnd()).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    },
  );

  it('shows escapes as text on a terminal too', () => {
    const { log, read } = createRecorder({ isPretty: true });
    log.info({ name: 'a\x1b]52;c;AAAA\x07\x9b2J' }, 'b\x1b[2J\rc\x9dd');
    // The colours are pino-pretty's own; nothing else may be a control character.
    expect(read().replaceAll(/\p{Cc}\[\d+m|\n/gu, '')).not.toMatch(/\p{Cc}/u);
    expect(read()).toContain('\\u001b[2J');
  });
});
