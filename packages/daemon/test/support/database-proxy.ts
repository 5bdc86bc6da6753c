// A proxy before PostgreSQL that loses connections and answers, as networks do.

import { once } from 'node:events';
import {
  type AddressInfo,
  connect,
  createServer,
  type NetConnectOpts,
  type Socket,
} from 'node:net';
import { parseConnection } from '../../src/repo/connect.ts';

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
  const target = findTarget(url);
  const sockets = new Set<Socket>();
  let lost: string | undefined;

  const server = createServer((client) => {
    const backend = connect(target);
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        backend.destroy();
      });
    }
    let isAnswered = true;
    let isKnown = false;
    client.on('data', (data) => {
      // The driver asks what a new statement takes, and executes it once it knows.
      if (isKnown && data[0] === bind) isAnswered = false;
      isKnown = lost !== undefined && data.includes(lost);
      if (isKnown) lost = undefined;
      backend.write(data);
    });
    backend.on('data', (data) => {
      if (isAnswered) client.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: reachThrough(url, (server.address() as AddressInfo).port),
    loseAnswerTo(text) {
      lost = text;
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
