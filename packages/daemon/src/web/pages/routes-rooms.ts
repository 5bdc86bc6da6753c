// The address of a message: how to open it. The same words whether there is such a room or not.

import { DomainError } from '@parley/shared/errors';
import { readPlacePath } from '@parley/shared/permalinks';
import type { FastifyInstance } from 'fastify';
import { sendAnswer } from './answer.ts';
import { renderPage } from './layout.ts';
import { markup } from './markup.ts';
import { chooseVariant } from './negotiate.ts';
import { htmlType, type PageContext, textType } from './page-context.ts';
import { renderErrorText } from './view-text.ts';

export function addRoomRoutes(app: FastifyInstance, { site }: Pick<PageContext, 'site'>): void {
  app.get<{ Params: { room: string; seq: string } }>('/rooms/:room/:seq', (request, reply) => {
    const { room, seq } = request.params;
    const path = `/rooms/${room}/${seq}`;
    if (readPlacePath(path) === null) throw new DomainError('not_found', 'There is no such page.');
    const command = `tui open ${site.absolute(path)}`;
    const chosen = chooseVariant(request.headers.accept, request.headers['user-agent']);
    const words = 'Messages are read in the client, by those who may see them.';
    reply.header('x-robots-tag', 'noindex');
    return sendAnswer(request, reply, {
      varies: true,
      isPrivate: chosen.isByAgent,
      ...(chosen.variant === 'html'
        ? {
            type: htmlType,
            body: renderPage(site, {
              title: 'A message',
              description: words,
              path: null,
              body: markup`<h1>A message</h1>
<p>${words} To open it:</p>
<pre><code>${command}</code></pre>
`,
            }),
          }
        : { type: textType, body: renderErrorText(`${words} To open it:\n\n    ${command}\n`) }),
    });
  });
}
