// What leaves the client: JSON for scripts, text for people, and nothing that a terminal would obey.

import { DomainError, type ErrorCode, errorTable, invalidFields } from '@parley/shared/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringifyJson } from '../../src/commands/json.ts';
import { createOutput } from '../../src/commands/output.ts';
import { Interrupted, reportError, usageError } from '../../src/commands/report-error.ts';
import { createStreams } from './stage.ts';

const obeyed = /[^\n\t\x20-\u{10ffff}]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/u;
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u001b]52;c;x\u0007', '\u009b2J', 'a\u202eb', 'real\rFAKE', '\u2028', '\ud800'),
);

test('JSON is one line without control characters, and means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), nasty, (value, text) => {
      const json = stringifyJson({ value, text });
      expect(json).not.toMatch(obeyed);
      expect(json).not.toContain('\n');
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
    }),
  );
});

test('whatever a server says, people see only text', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, async (text) => {
      const { streams, out, err } = createStreams();
      const output = createOutput(streams, { isJson: false });
      output.result({}, text);
      output.text(text);
      output.say(text);
      await output.list({ items: [text], nextCursor: null }, [{ title: 'X', get: (x) => x }]);
      reportError(new DomainError('invalid', text, { fields: { [text]: [text] } }), streams, {
        isJson: false,
      });
      expect(out()).not.toMatch(obeyed);
      expect(err()).not.toMatch(obeyed);
      expect(out().split('\n', 1)[0]).not.toContain('\n');
    }),
  );
});

describe('a list', () => {
  const page = { items: [{ name: 'a' }, { name: '日本' }], nextCursor: 'c' };
  const columns = [
    { title: 'NAME', get: ({ name }: { name: string }) => name },
    { title: 'SAME', get: ({ name }: { name: string }) => name },
  ];

  test('is a table whose columns stand under each other in every script', async () => {
    const { streams, out } = createStreams();
    await createOutput(streams, { isJson: false }).list(page, columns);
    expect(out()).toBe('NAME  SAME\na     a\n日本  日本\n');
  });

  test('is items and nextCursor as JSON', async () => {
    const { streams, out } = createStreams();
    await createOutput(streams, { isJson: true }).list(page, columns);
    expect(JSON.parse(out())).toEqual(page);
  });

  test('that is empty is nothing for people and an empty list for scripts', async () => {
    const empty = { items: [] };
    const plain = createStreams();
    await createOutput(plain.streams, { isJson: false }).list(empty, columns);
    expect(plain.out()).toBe('');
    const json = createStreams();
    await createOutput(json.streams, { isJson: true }).list(empty, columns);
    expect(JSON.parse(json.out())).toEqual({ items: [], nextCursor: null });
  });
});

describe('an error', () => {
  test.each(Object.entries(errorTable))('%s has its exit status', (code, { exit }) => {
    for (const isJson of [true, false]) {
      const { streams, out, err } = createStreams();
      expect(reportError(new DomainError(code as ErrorCode), streams, { isJson })).toBe(exit);
      expect(out()).toBe('');
      expect(err()).not.toBe('');
    }
  });

  test('names every field on a line of its own, or in JSON', () => {
    const error = invalidFields({ title: ['is too short'], body: ["can't be blank"] });
    const plain = createStreams();
    reportError(error, plain.streams, { isJson: false });
    expect(plain.err()).toBe("tui: title is too short\ntui: body can't be blank\n");
    const json = createStreams();
    reportError(error, json.streams, { isJson: true });
    expect(JSON.parse(json.err()).error).toMatchObject({ code: 'invalid', fields: error.fields });
  });

  test('names moments in local time for people, and as they are in JSON', () => {
    const at = '2999-01-15T10:00:00.000Z';
    const error = new DomainError('forbidden', `You may write in #den again at ${at}.`);
    const plain = createStreams();
    reportError(error, plain.streams, { isJson: false });
    expect(plain.err()).toMatch(/again at 15 Jan 2999 \d\d:\d\d \(in \d+ days\)\.\n$/);
    const json = createStreams();
    reportError(error, json.streams, { isJson: true });
    expect(JSON.parse(json.err()).error.message).toBe(error.message);
    // What somebody typed is told back as it was typed.
    const typed = createStreams();
    reportError(usageError(`What is ${at}?`), typed.streams, { isJson: false });
    expect(typed.err()).toContain(at);
  });

  test('of our own is unexpected, and a Ctrl-C is 130', () => {
    const { streams } = createStreams();
    expect(reportError(new TypeError('x is null'), streams, { isJson: false })).toBe(1);
    expect(reportError('thrown', streams, { isJson: true })).toBe(1);
    expect(reportError(new Interrupted(), streams, { isJson: false })).toBe(130);
  });
});
