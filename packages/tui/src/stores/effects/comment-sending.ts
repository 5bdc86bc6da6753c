// Own comments on their way: one after the other under each post, waiting while offline, stored once.

import type { ThreadInput } from '../comment-thread.ts';
import { nextToSend, type PendingMessage } from '../outbox.ts';
import { toProblem } from '../problem.ts';
import { parseComment } from '../wire-comments.ts';
import type { Client } from './client.ts';

export interface CommentSending {
  /** Shows the comment at once and sends it when its turn comes. */
  send(postId: string, line: { body: string; replyTo?: string }): void;
  retry(postId: string, clientId: string): void;
  /** Sends what waits under every post, such as after a reconnect. */
  resume(): void;
  stop(): void;
}

const againAfterMs = 2_000;
const longestWaitSeconds = 60;

export function createCommentSending(client: Client): CommentSending {
  const timers = new Set<NodeJS.Timeout>();
  const tell = (postId: string, input: ThreadInput) =>
    client.dispatch({ type: 'thread', postId, input });

  const pump = (postId: string): void => {
    if (client.state().connection.phase !== 'online') return;
    const pending = nextToSend(client.state().threads.get(postId)?.outbox ?? []);
    if (pending !== undefined) void deliver(postId, pending);
  };

  const later = (postId: string, delayMs: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      pump(postId);
    }, delayMs);
    timers.add(timer);
  };

  const deliver = async (postId: string, { clientId, body, replyTo }: PendingMessage) => {
    tell(postId, { type: 'outbox', event: { type: 'sending', clientId } });
    const answers = replyTo === undefined ? {} : { parentId: replyTo };
    try {
      const answer = await client.api().createComment({ postId, body, clientId, ...answers });
      tell(postId, { type: 'stored', clientId, comment: parseComment(answer) });
    } catch (error) {
      const problem = toProblem(error);
      // Not reached although the connection stands: the answer was lost, not the line.
      const seconds = problem.code === 'limited' ? (problem.retryAfter ?? 5) : null;
      if (problem.code !== 'unavailable' && seconds === null) {
        tell(postId, { type: 'outbox', event: { type: 'refused', clientId, problem } });
        return pump(postId);
      }
      tell(postId, { type: 'outbox', event: { type: 'deferred', clientId } });
      const wait = seconds === null ? againAfterMs : Math.min(longestWaitSeconds, seconds) * 1_000;
      return later(postId, wait);
    }
    pump(postId);
  };

  return {
    send(postId, { body, replyTo }) {
      const at = new Date(client.ports.now()).toISOString();
      const pending = { clientId: client.ports.newId(), body, replyTo, at };
      tell(postId, { type: 'outbox', event: { type: 'queued', pending } });
      pump(postId);
    },
    retry(postId, clientId) {
      tell(postId, { type: 'outbox', event: { type: 'retried', clientId } });
      pump(postId);
    },
    resume() {
      for (const postId of client.state().threads.keys()) pump(postId);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
