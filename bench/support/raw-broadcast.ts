// The baseline of the fan-out bench: a bare `ws` server that sends what one client says to all.

import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const text = data.toString();
    for (const client of server.clients) client.send(text);
  });
});
server.on('listening', () => {
  console.log(`raw ready ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
