// A proxy before PostgreSQL that loses connections and answers, as networks do.

import type { NetConnectOpts } from 'node:net';
import { parseConnection } from '../../src/repo/connect.ts';
import { openTcpProxy } from './tcp-proxy.ts';

export interface DatabaseProxy extends AsyncDisposable {
  /** The same database, by way of the proxy. */
  readonly url: string;
  /** Lets a statement through that is new to its connection and has this text, and loses its answer. */
  loseAnswerTo(text: string): void;
  /** Ends all connections without a word. */
  cut(): void;
}

/** Where a database's server listens. */
export function findTarget(url: string): NetConnectOpts {
  const { host, port } = parseConnection(url);
  return String(host).startsWith('/')
    ? { path: `${String(host)}/.s.PGSQL.${String(port)}` }
    : { host: String(host), port: Number(port) };
}

/** The same database, by way of a local port. */
export function reachThrough(url: string, port: number): string {
  const through = new URL(url);
  through.searchParams.delete('host');
  through.hostname = '127.0.0.1';
  through.port = String(port);
  return through.href;
}

/** The first byte of the message that hands a statement its values. */
const bind = 'B'.charCodeAt(0);

export async function openDatabaseProxy(url: string): Promise<DatabaseProxy> {
  let lost: string | undefined;
  const proxy = await openTcpProxy(findTarget(url), () => {
    let isAnswered = true;
    let isKnown = false;
    return {
      fromClient(data) {
        // The driver asks what a new statement takes, and executes it once it knows.
        if (isKnown && data[0] === bind) isAnswered = false;
        isKnown = lost !== undefined && data.includes(lost);
        if (isKnown) lost = undefined;
        return true;
      },
      fromServer: () => isAnswered,
    };
  });
  return {
    url: reachThrough(url, proxy.port),
    loseAnswerTo(text) {
      lost = text;
    },
    cut: proxy.cut,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}
