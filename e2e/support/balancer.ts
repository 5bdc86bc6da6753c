// A load balancer as many have one: each connection to the next daemon, no stickiness, dead ones passed over.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Balancer extends AsyncDisposable {
  readonly url: string;
  /** Ends all connections without a word: everybody has to come back, to whichever daemon. */
  cut(): void;
}

export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;

  function relay(client: Socket, attempts: number): void {
    const backend = connect(ports[turn++ % ports.length]!, '127.0.0.1');
    let isUp = false;
    backend.once('connect', () => {
      isUp = true;
      client.pipe(backend).pipe(client);
    });
    backend.on('error', () => backend.destroy());
    backend.once('close', () => {
      if (isUp || attempts <= 1 || client.destroyed) client.destroy();
      else relay(client, attempts - 1);
    });
    client.once('close', () => backend.destroy());
  }

  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => sockets.delete(client));
    relay(client, ports.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
