// Describes a connection, and writes it as a URL that works for Unix sockets too.

/** What postgres.js and node-postgres both take; postgres.js calls `user` `username`. */
export interface Connection {
  /** A host name, or the directory of a Unix socket when it begins with `/`. */
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
}

/**
 * The URL of a connection as libpq, psql and node-postgres read it:
 * `postgres://user:password@localhost:5432/database?host=/directory` for a socket.
 *
 * postgres.js has no URL for a socket at all: give it the connection itself instead.
 */
export function connectionUrl(connection: Connection): string {
  const { host, port, username, password, database } = connection;
  const isSocket = host.startsWith('/');
  const url = new URL('postgres://localhost');
  if (!isSocket) url.hostname = host;
  url.port = String(port);
  url.username = encodeURIComponent(username);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (isSocket) url.search = `host=${encodeURIComponent(host)}`;
  return url.href;
}
