// Names the directory of PostgreSQL's socket so that the address fits into 107 bytes.

import { open } from 'node:fs/promises';

/** `sockaddr_un` holds 108 bytes, of which the last is the terminating zero. */
const maximum = 107;

/** Only names the socket, as there is no TCP listener. */
export const port = 5432;

export interface SocketDirectory {
  path: string;
  close(): Promise<void>;
}

/**
 * A path to `data` that a client can connect through, for as long as it is open.
 *
 * PostgreSQL itself binds the socket relative to its working directory, where no limit is met.
 * Clients have no such way, so a long path is shortened by holding the directory open: Linux lets
 * it be entered by the number of the open file. Unlike a second directory under `/tmp` or
 * `$XDG_RUNTIME_DIR`, nobody can put something else there, and nothing is left behind.
 */
export async function openSocketDirectory(data: string): Promise<SocketDirectory> {
  if (Buffer.byteLength(`${data}/.s.PGSQL.${port}`) <= maximum) {
    return { path: data, close: async () => {} };
  }
  const directory = await open(data);
  return {
    path: `/proc/${process.pid}/fd/${directory.fd}`,
    close: () => directory.close(),
  };
}
