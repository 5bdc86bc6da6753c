// The floor of the fan-out bench: bare TCP, ready frames, those of one tick written to a socket at once.

import { type AddressInfo, createServer, type Socket } from 'node:net';

const readers = new Set<Socket>();
let frames: Buffer[] = [];

function flush(): void {
  const ready = frames;
  frames = [];
  for (const socket of readers) {
    socket.cork();
    for (const frame of ready) socket.write(frame);
    socket.uncork();
  }
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  readers.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => readers.delete(socket));
  // Whoever says something is the speaker: every line goes to all.
  socket.on('data', (data) => {
    for (const line of data.toString().split('\n').filter(Boolean)) {
      if (frames.length === 0) setImmediate(flush);
      frames.push(Buffer.from(`${line}\n`));
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`raw ready tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
