// Frames of a hostile server: tRPC's client throws on them, and would take the whole program with it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carefulEncoder } from '../../src/api/wire.ts';

const ignored = carefulEncoder.decode('not json');

/** What the client reads of a message without looking first. */
function isReadable(message: unknown): boolean {
  const { id, method, result, error } = message as Record<string, unknown>;
  if (method !== undefined) return method === 'reconnect';
  if (typeof id !== 'number' && id !== null) return false;
  if (error !== undefined) return typeof (error as { code: unknown }).code === 'number';
  return typeof result === 'object' && result !== null;
}

test('any frame is decoded to a message that can be read', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (frame) => {
      expect(isReadable(carefulEncoder.decode(frame))).toBe(true);
    }),
  );
});

test('so is anything that looks like one', () => {
  const field = fc.option(
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('data', 'reconnect'),
      fc.record({ type: fc.string() }),
    ),
    { nil: undefined },
  );
  fc.assert(
    fc.property(fc.record({ id: field, method: field, result: field, error: field }), (message) => {
      expect(isReadable(carefulEncoder.decode(JSON.stringify(message)))).toBe(true);
    }),
  );
});

describe('honest messages', () => {
  test.each([
    { id: 1, result: { type: 'started' } },
    { id: 1, result: { type: 'data', id: '7', data: { id: '7', data: {} } } },
    { id: 1, result: { data: 1 } },
    { id: 1, result: { type: 'stopped' } },
    { id: null, error: { code: -32_001, message: 'no', data: {} } },
    { id: null, method: 'reconnect' },
  ])('pass as they are: %j', (message) => {
    expect(carefulEncoder.decode(JSON.stringify(message))).toEqual(message);
  });
});

test('an id called __proto__ is dropped', () => {
  expect(carefulEncoder.decode('{"id":"__proto__","result":{"type":"data"}}')).toEqual(ignored);
});
