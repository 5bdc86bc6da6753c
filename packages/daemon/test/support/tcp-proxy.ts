// A proxy before any server that cuts connections, swallows what goes through, or refuses all.

import { once } from 'node:events';
import {
  type AddressInfo,
  connect,
  createServer,
  type NetConnectOpts,
  type Socket,
} from 'node:net';

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Ends all connections without a word. */
  cut(): void;
  /** What is swallowed never arrives, and nobody is told: a half-open connection. */
  swallow(isSwallowing: boolean): void;
  /** What is open now is half-open from here on, and neither end hears that the other is gone. */
  freeze(): void;
  /** Ends connections, those that are open and all new ones. */
  refuse(isRefusing: boolean): void;
}

/** What of one connection goes through: asked for each piece of data, in its order. */
export interface Passage {
  fromClient(data: Buffer): boolean;
  fromServer(data: Buffer): boolean;
}

const open: Passage = { fromClient: () => true, fromServer: () => true };

export async function openTcpProxy(
  target: NetConnectOpts,
  openPassage: () => Passage = () => open,
): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const frozen = new WeakSet<Socket>();
  let isSwallowing = false;
  let isRefusing = false;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((client) => {
    if (isRefusing) {
      client.destroy();
      return;
    }
    const backend = connect(target);
    const { fromClient, fromServer } = openPassage();
    const pairs = [
      [client, backend, fromClient],
      [backend, client, fromServer],
    ] as const;
    for (const [from, to, passes] of pairs) {
      sockets.add(from);
      from.on('error', () => from.destroy());
      from.on('data', (data) => {
        if (!isSwallowing && !frozen.has(from) && passes(data)) to.write(data);
      });
      from.once('close', () => {
        sockets.delete(from);
        if (!frozen.has(from)) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    swallow(value) {
      isSwallowing = value;
    },
    freeze() {
      for (const socket of sockets) frozen.add(socket);
    },
    refuse(value) {
      isRefusing = value;
      if (value) cut();
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
