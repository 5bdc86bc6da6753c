// A command line in a box: streams that are remembered, a home of its own, and a server that takes notes.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommandLine, type Streams } from '../../src/commands/index.ts';
import { readEnvironment } from '../../src/config/index.ts';

export function createStreams(input = '') {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const written = new Map<PassThrough, string>();
  for (const stream of [stdout, stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => written.set(stream, (written.get(stream) ?? '') + chunk));
  }
  const streams: Streams = { stdin, stdout, stderr };
  const read = (stream: PassThrough) => {
    stream.read();
    return written.get(stream) ?? '';
  };
  return { streams, out: () => read(stdout), err: () => read(stderr) };
}

export interface Call {
  method: string;
  path: string;
  input: unknown;
  token: string | undefined;
}

/** What a procedure answers: data, an error body, or `cut` for a connection that breaks. */
export type Answer =
  | { data: unknown }
  | { error: { code: string; message: string; fields?: object; retryAfter?: number } }
  | 'cut';

export interface Stage extends AsyncDisposable {
  readonly home: string;
  readonly url: string;
  readonly calls: Call[];
  tui(
    argv: string[],
    options?: { input?: string; variables?: Record<string, string> },
  ): Promise<{ code: number; out: string; err: string }>;
}

/** @param answers by procedure; a list is used up one by one, its last one stays. */
export async function createStage(answers: Record<string, Answer | Answer[]> = {}): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'parley-commands-'));
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://x');
    const path = pathname.replace('/trpc/', '');
    const raw = request.method === 'POST' ? await text(request) : searchParams.get('input');
    calls.push({
      method: request.method!,
      path,
      input: raw ? JSON.parse(raw)[0] : undefined,
      token: request.headers.authorization?.replace('Bearer ', ''),
    });
    const planned = answers[path] ?? { error: { code: 'not_found', message: 'No such thing.' } };
    const next = Array.isArray(planned)
      ? planned.length > 1
        ? planned.shift()!
        : planned[0]!
      : planned;
    if (next === 'cut') {
      request.socket.destroy();
      return;
    }
    const body =
      'data' in next
        ? { result: { data: next.data } }
        : { error: { code: -32_000, message: 'x', data: { domain: next.error } } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify([body]));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    home,
    url,
    calls,
    async tui(argv, { input, variables = {} } = {}) {
      const { streams, out, err } = createStreams(input);
      const code = await runCommandLine(argv, {
        streams,
        environment: readEnvironment({ HOME: home, PARLEY_SERVER: url, ...variables }),
        version: '1.2.3',
        openApp: async () => 42,
      });
      return { code, out: out(), err: err() };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(home, { recursive: true, force: true });
    },
  };
}
