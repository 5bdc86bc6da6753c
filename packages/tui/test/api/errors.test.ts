// Whatever a server answers, the client ends up with an error of its own table.

import { DomainError, errorTable } from '@parley/shared/errors';
import { TRPCClientError } from '@trpc/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toDomainError } from '../../src/api/index.ts';

const server = 'https://parley.example.org';

function trpcError(data: unknown): TRPCClientError<never> {
  return TRPCClientError.from({
    error: { code: -32_000, message: 'raw', data },
  } as never);
}

test('any body becomes a DomainError of the table', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (domain, fields) => {
      const hostile = { toString: domain };
      const bodies = [
        domain,
        { code: hostile },
        { code: 'invalid', fields: { a: [hostile], b: fields } },
      ];
      for (const body of [...bodies, { code: 'invalid', fields }]) {
        const error = toDomainError(trpcError({ domain: body }), server);
        expect(error).toBeInstanceOf(DomainError);
        expect(Object.hasOwn(errorTable, error.code)).toBe(true);
        expect(typeof error.message).toBe('string');
        const sentences = Object.values(error.fields ?? {}).flat();
        expect(sentences.every((sentence) => typeof sentence === 'string')).toBe(true);
      }
    }),
  );
});

describe('what the server said', () => {
  test('keeps its code, fields, patience and newest version', () => {
    const body = {
      code: 'conflict',
      message: 'Changed.',
      fields: { title: ['is too short'] },
      retryAfter: 3,
      current: { version: 2 },
    };
    expect(toDomainError(trpcError({ domain: body }), server).toBody()).toEqual(body);
  });

  test('a fault names the request, for the log', () => {
    const domain = { code: 'internal', message: 'Broken.', requestId: 'r1' };
    expect(toDomainError(trpcError({ domain }), server).message).toBe('Broken. (request r1)');
  });

  test.each(['__proto__', 'constructor', 'toString', 'no_such_code'])(
    'a code called %s is none',
    (code) => {
      expect(toDomainError(trpcError({ domain: { code } }), server).code).toBe('unavailable');
    },
  );

  test('a field called __proto__ is a field', () => {
    const domain = JSON.parse('{"code":"invalid","fields":{"__proto__":["bad"]}}');
    const { fields } = toDomainError(trpcError({ domain }), server);
    expect(Object.entries(fields!)).toEqual([['__proto__', ['bad']]]);
    expect(({} as { bad?: unknown }).bad).toBeUndefined();
  });
});

test.each([
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'no such host'],
  ['ETIMEDOUT', 'no answer'],
])('%s is told in words', (code, words) => {
  const cause = Object.assign(new Error('x'), { code });
  expect(toDomainError(TRPCClientError.from(cause), server)).toMatchObject({
    code: 'unavailable',
    message: `Cannot reach the server at ${server}: ${words}.`,
  });
});

test('what answers without being Parley is not a server of ours', () => {
  const error = TRPCClientError.from(new SyntaxError('Unexpected token <'));
  expect(toDomainError(error, server).message).toContain('does not answer as a Parley server');
});
