// A page as its reader takes it: HTML, or plain text for a terminal.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from './answer.ts';
import { type Page, renderPage } from './layout.ts';
import { chooseVariant } from './negotiate.ts';
import { htmlType, textType } from './page-context.ts';
import type { Site } from './site.ts';

export interface SentPage {
  site: Site;
  page: Page;
  text(): string;
  status?: number;
}

export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { site, page, text, status = 200 }: SentPage,
) {
  const { accept, 'user-agent': agent } = request.headers;
  const { variant, isByAgent } = chooseVariant(accept, agent);
  return sendAnswer(request, reply, {
    status,
    varies: true,
    isPrivate: isByAgent,
    ...(variant === 'html'
      ? { type: htmlType, body: renderPage(site, page) }
      : { type: textType, body: text() }),
  });
}
