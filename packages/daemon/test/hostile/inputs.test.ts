// Every procedure's input, by its schema: no unknown field passes, and nothing of it names a column.

import { expect, test } from 'vitest';
import { z } from 'zod';
import { createReferenceRouter, describeProcedures } from '../../src/web/router.ts';
import { createWebWorld } from '../support/web.ts';

const procedures = describeProcedures(createReferenceRouter());

type Schema = { [key: string]: unknown };

/** A schema and all within it, each with the way to it. */
function* walk(node: unknown, path = ''): Generator<[path: string, schema: Schema]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [path, node as Schema];
  for (const [key, value] of Object.entries(node)) yield* walk(value, `${path}/${key}`);
}

const schemaOf = (input: unknown) =>
  z.toJSONSchema(input as z.ZodType, { io: 'input', unrepresentable: 'any' });

test.each(procedures.map(({ path, inputs }) => [path, inputs] as const))(
  'rows 45 and 49: %s knows its fields, and orders by nothing but what it lists',
  (_path, inputs) => {
    expect(inputs.length).toBeGreaterThan(0);
    for (const [path, schema] of inputs.flatMap((input) => [...walk(schemaOf(input))])) {
      if (schema.type === 'object' && schema.propertyNames === undefined) {
        expect(schema, path).toMatchObject({ additionalProperties: false });
      }
      if (/\/properties\/(?:sort|order|orderBy|direction|by|column|field)$/i.test(path)) {
        expect(schema.enum ?? schema.const ?? schema.anyOf, path).toBeDefined();
      }
    }
  },
);

test('rows 45 and 49: an order with SQL in it, an author, a number or a rank of one’s own are refused everywhere', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const evil = `id"; drop table users;--`;
  for (const { path, kind } of procedures) {
    if (kind === 'subscription') continue;
    for (const input of [
      { orderBy: evil },
      { sort: evil },
      { room: 'lobby', body: 'x', clientId: 'x', authorId: world.ids.uuid() },
      { room: 'lobby', body: 'x', clientId: 'x', seq: 7, createdAt: '2099-01-01T00:00:00Z' },
      { role: 'admin' },
    ]) {
      const text = JSON.stringify(input);
      const response = await fetch(
        `${world.url}/trpc/${path}${kind === 'query' ? `?input=${encodeURIComponent(text)}` : ''}`,
        {
          method: kind === 'query' ? 'GET' : 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          ...(kind === 'mutation' && { body: text }),
        },
      );
      expect([path, response.status, await response.text()]).toEqual([
        path,
        400,
        expect.stringContaining('"invalid"'),
      ]);
    }
  }
  const rows = await world.repo.sql`select role from users`;
  expect(rows).toHaveLength(1);
});
