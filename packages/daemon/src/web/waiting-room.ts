// What answers on the daemon's port while there is no database yet: alive, and not ready.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { DomainError } from '@parley/shared/errors';

/**
 * Health says 200, so that nobody restarts a daemon for its database's sake; everything else is
 * `unavailable`. Close it before the web server takes the port.
 */
export async function openWaitingRoom(options: {
  host: string;
  port: number;
}): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const isHealth = request.url === '/healthz';
    const body =
      request.url === '/readyz'
        ? { status: 'the database is away' }
        : { error: new DomainError('unavailable').toBody() };
    response.writeHead(isHealth ? 200 : 503, {
      'content-type': 'application/json',
      connection: 'close',
      'retry-after': '2',
    });
    response.end(JSON.stringify(isHealth ? { status: 'ok' } : body));
  });
  server.listen({ host: options.host, port: options.port });
  await once(server, 'listening');
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
