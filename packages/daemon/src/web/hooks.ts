// `POST /hooks/TOKEN`: incoming webhooks, answered in Slack's words, so that its clients work unchanged.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, errorTable } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawServerDefault,
  RouteShorthandOptionsWithHandler,
} from 'fastify';
import { anonymousScope } from '../accounts/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { toRequestError } from './errors.ts';
import { readHookText, readPayload } from './hook-payload.ts';
import type { RateLimits } from './rate-limits.ts';

type Caller = NonNullable<Awaited<ReturnType<Chat['findWebhook']>>>;

type Post = RouteShorthandOptionsWithHandler<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  { Params: { token: string }; Body: Buffer | undefined }
>;

const slackWords: Partial<Record<DomainError['code'], [status: number, word: string]>> = {
  invalid: [400, 'invalid_payload'],
  not_found: [404, 'no_service'],
  forbidden: [403, 'action_prohibited'],
  unreadable: [400, 'invalid_payload'],
  limited: [429, 'rate_limited'],
  too_large: [413, 'too_large'],
  unavailable: [503, 'service_unavailable'],
  internal: [500, 'internal_error'],
};

export async function hooksPlugin(
  app: FastifyInstance,
  { chat, rateLimits, log }: { chat: Chat; rateLimits: RateLimits; log: Logger },
): Promise<void> {
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );
  app.setErrorHandler((error, request, reply) => {
    const domain = toRequestError(error);
    if (domain.code === 'internal') log.error({ err: error, requestId: request.id }, 'hook failed');
    return answer(reply, domain);
  });
  app.setNotFoundHandler(async (_request, reply) =>
    say(reply.header('allow', 'POST'), 405, 'method_not_allowed'),
  );
  const post: Post = {
    // Before the body is read: whose token leads nowhere need not be listened to.
    async onRequest(request) {
      await rateLimits.consume('api', anonymousScope(request.ip));
      const caller = await chat.findWebhook(request.params.token, request.ip);
      if (!caller) throw new DomainError('not_found');
      await rateLimits.consume('messages', caller.scope);
      callers.set(request, caller);
    },
    async handler(request, reply) {
      const text = readHookText(readPayload(request.body ?? Buffer.alloc(0)));
      if (text === null) return say(reply, 400, 'invalid_payload');
      if (text.trim() === '') return say(reply, 400, 'no_text');
      if (text.length > limits.messageBody) return say(reply, 400, 'msg_too_long');
      const key = request.headers['idempotency-key'];
      await chat.postByWebhook(callers.get(request)!, {
        body: text,
        key: typeof key === 'string' && key !== '' ? key : null,
      });
      return say(reply, 200, 'ok');
    },
  };
  // Some programs put a slash behind every address.
  for (const path of ['/:token', '/:token/']) app.post(path, post);
}

function answer(reply: FastifyReply, { code, retryAfter }: DomainError) {
  if (retryAfter !== undefined) reply.header('retry-after', Math.ceil(retryAfter));
  const [status, word] = slackWords[code] ?? [errorTable[code].status, 'invalid_payload'];
  return say(reply, status, word);
}

function say(reply: FastifyReply, status: number, word: string) {
  return reply.status(status).type('text/plain; charset=utf-8').send(word);
}
