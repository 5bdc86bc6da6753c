// The baseline of the blog bench: the same SQL over postgres.js behind a bare fastify route.

import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { connectByHand } from './by-hand.ts';

const ask = connectByHand(process.env.DATABASE_URL!);
const app = fastify();
app.get('/list', async (request) => {
  const { key, id } = request.query as { key?: string; id?: string };
  return { items: await ask.list(key !== undefined && id !== undefined ? { key, id } : undefined) };
});
app.get('/get', async (request) => (await ask.get((request.query as { slug: string }).slug))[0]);
app.get('/search', async (request) => ({
  items: await ask.search((request.query as { query: string }).query),
}));
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`raw ready http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
