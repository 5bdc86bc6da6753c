// Procedures of `presence`.

import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { presenceListInput, setIdleInput } from '@parley/shared/presence';
import type { Chat } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { setIdle } from './socket-presence.ts';
import { authed, router } from './trpc.ts';

const ok = { ok: true } as const;

export function createPresenceRoutes({
  chat,
  presence,
  clock,
}: {
  chat: Chat;
  presence: Presence;
  clock: Clock;
}) {
  return router({
    list: authed.input(presenceListInput).query(async ({ ctx, input }) => {
      const topic = await chat.findPresenceTopic(ctx.scope, input.topic);
      if (topic === null) {
        throw new DomainError(
          'not_found',
          'There is no such topic. Name a room: room:SLUG or room:ID.',
        );
      }
      const { after, limit = limits.presencePage } = input;
      return presence.list(topic, { after, limit });
    }),
    setIdle: authed
      .meta({ bucket: 'signals' })
      .input(setIdleInput)
      .mutation(({ ctx, input }) => {
        if (!ctx.socket) {
          throw new DomainError('unsupported', 'Say it on the WebSocket that it is about.');
        }
        setIdle(ctx.socket, input.idle, clock.now());
        return ok;
      }),
  });
}
