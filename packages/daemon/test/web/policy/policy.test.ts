// Row 56: every procedure of the router, called by everybody; one that has no row in the table fails here.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReferenceRouter, describeProcedures } from '../../../src/web/router.ts';
import { openRawSocket } from '../../support/web.ts';
import { rows } from './rows.ts';
import { type Caller, callers, type Stage, setStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const procedures = describeProcedures(createReferenceRouter());
type Procedure = (typeof procedures)[number];

interface Answer {
  error?: { data: { domain: { code: string } } };
}

const verdictOf = ({ error }: Answer): string => error?.data.domain.code ?? 'ok';

async function callOverHttp(
  { path, kind }: Procedure,
  input: unknown,
  token: string | undefined,
): Promise<string> {
  const text = JSON.stringify(input);
  const headers = {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const query = kind === 'query' && text ? `?input=${encodeURIComponent(text)}` : '';
  const response = await fetch(`${stage.world.url}/trpc/${path}${query}`, {
    method: kind === 'query' ? 'GET' : 'POST',
    headers,
    ...(kind === 'mutation' && text && { body: text }),
  });
  return verdictOf((await response.json()) as Answer);
}

/** A subscription is let in once it hears something; a token that is none closes the socket. */
async function subscribe(
  { path }: Procedure,
  input: unknown,
  token: string | undefined,
): Promise<string> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const socket = await openRawSocket(stage.world.url, { headers });
  const verdict = await new Promise<string>((resolve) => {
    socket.on('message', (data) => {
      const answer = JSON.parse(data.toString()) as Answer & { result?: { type: string } };
      if (answer.error || answer.result?.type === 'data') resolve(verdictOf(answer));
    });
    socket.on('close', (code) => resolve(code === 4001 ? 'unauthenticated' : String(code)));
    socket.send(JSON.stringify({ id: 1, method: 'subscription', params: { path, input } }));
  });
  socket.terminate();
  return verdict;
}

const subjects = procedures.map((procedure) => [procedure.path, procedure] as const);

test.each(subjects)('row 56: %s', async (path, procedure) => {
  const row = rows[path];
  expect(row, 'has no row in rows.ts: say who may call it').toBeDefined();
  const { may, input } = row!;
  const call = procedure.kind === 'subscription' ? subscribe : callOverHttp;
  const verdicts: Partial<Record<Caller, string>> = {};
  for (const caller of callers) {
    await stage.reset();
    const given = await input?.(stage, caller);
    verdicts[caller] = await call(procedure, given, await stage.tokenOf(caller));
  }
  expect(verdicts).toEqual({ ...may, suspended: 'unauthenticated' });
});

test('row 56: the table has no row of a procedure that is gone', () => {
  const paths = new Set(procedures.map(({ path }) => path));
  expect(Object.keys(rows).filter((path) => !paths.has(path))).toEqual([]);
});
