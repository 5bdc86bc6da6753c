// Waits until what was printed has left the process.

import type { Writable } from 'node:stream';

/** An exit before would cut it off where a pipe was full. */
export async function flush(stream: Writable): Promise<void> {
  // After an error nothing leaves any more, and no callback is called.
  if (stream.writableLength === 0 || stream.errored) return;
  await new Promise((resolve) => {
    stream.once('error', resolve);
    stream.write('', resolve);
  });
}
