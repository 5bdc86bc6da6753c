// Standard input, output and error as commands see them; tests give their own.

import type { Readable, Writable } from 'node:stream';

export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** All of standard input as text, without the line end that ends it. */
export async function readInput({ stdin }: Streams): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array | string));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** Settles when all that was written has left the process; an exit before would cut it off where a pipe was full. */
export async function flush(stream: Writable): Promise<void> {
  // After an error nothing leaves any more, and no callback is called.
  if (stream.writableLength === 0 || stream.errored) return;
  await new Promise((resolve) => {
    stream.once('error', resolve);
    stream.write('', resolve);
  });
}
