// The addresses of messages and the links into rooms: how to open them. The same words whether there is such a room or not.

import { DomainError } from '@parley/shared/errors';
import { readPlacePath } from '@parley/shared/permalinks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { markup } from './markup.ts';
import type { PageContext } from './page-context.ts';
import { sendPage } from './send-page.ts';
import type { Site } from './site.ts';
import { renderErrorText } from './view-text.ts';

export function addRoomRoutes(app: FastifyInstance, { site }: Pick<PageContext, 'site'>): void {
  app.get<{ Params: { room: string; seq: string } }>('/rooms/:room/:seq', (request, reply) => {
    const { room, seq } = request.params;
    const path = `/rooms/${room}/${seq}`;
    if (readPlacePath(path) === null) throw new DomainError('not_found', 'There is no such page.');
    const command = `tui open ${site.absolute(path)}`;
    const words = 'Messages are read in the client, by those who may see them.';
    return sendWay(request, reply, site, {
      title: 'A message',
      words,
      todo: 'To open it:',
      command,
    });
  });

  // What lets somebody in stands behind the `#` and never comes here: this page can tell nothing of it.
  app.get('/join', (request, reply) =>
    sendWay(request, reply, site, {
      title: 'You are invited',
      words:
        'This address lets you into a room here. A browser keeps what stands behind its # to itself, so this page cannot say which room it is, nor whether the link still holds.',
      todo: 'To come in, with the whole address instead of LINK:',
      command: `tui rooms join LINK --server ${site.url}`,
    }),
  );
}

function sendWay(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  { title, words, todo, command }: { title: string; words: string; todo: string; command: string },
) {
  reply.header('x-robots-tag', 'noindex');
  const body = markup`<h1>${title}</h1>
<p>${words} ${todo}</p>
<pre><code>${command}</code></pre>
`;
  return sendPage(request, reply, {
    site,
    page: { title, description: words, path: null, body },
    text: () => renderErrorText(`${words} ${todo}\n\n    ${command}\n`),
  });
}
