// The thread of a balancer: says on which port it listens, then relays, and does as it is told.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { BalancerOrder } from './balancer.ts';

let ports = workerData as readonly number[];
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
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 });
await once(server, 'listening');
parentPort!.on('message', (order: BalancerOrder) => {
  if ('lead' in order) ports = order.lead;
  else for (const socket of sockets) socket.destroy();
  parentPort!.postMessage('done');
});
parentPort!.postMessage((server.address() as AddressInfo).port);
