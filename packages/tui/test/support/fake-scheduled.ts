// Messages that wait on the server in this process; they are sent, or fail, when a test says so.

import type { AccountView } from '@parley/shared/accounts';
import type { MessageView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { ScheduledMessageView } from '@parley/shared/scheduled';
import type { ClientApi } from '../../src/stores/index.ts';
import type { FakeActivity } from './fake-activity.ts';

type ScheduledApi = Pick<ClientApi, 'scheduleMessage' | 'listScheduled' | 'cancelScheduled'>;

export interface FakeScheduled {
  serve(options: { call: <T>(run: () => T) => Promise<T>; whoAmI(): AccountView }): ScheduledApi;
  list(): readonly ScheduledMessageView[];
  fail(id: string, failure: string): void;
  /** The next ones are refused with this sentence. */
  refuse(sentence: string | null): void;
}

export function createFakeScheduled({
  activity,
  now,
  room,
  findQuote,
}: {
  activity: FakeActivity;
  now(): string;
  room(ref: string): { id: string; slug: string };
  findQuote(roomId: string, messageId: string | null): MessageView['quote'];
}): FakeScheduled {
  let waiting: (ScheduledMessageView & { userId: string })[] = [];
  let refusal: string | null = null;
  const view = ({ userId: _, ...rest }: (typeof waiting)[number]): ScheduledMessageView => rest;

  return {
    list: () => waiting.map(view),
    fail(id, failure) {
      waiting = waiting.map((one) => (one.id === id ? { ...one, failure } : one));
      const failed = waiting.find((one) => one.id === id)!;
      activity.tell(failed.userId, { type: 'scheduled.failed', scheduled: view(failed) });
    },
    refuse(sentence) {
      refusal = sentence;
    },
    serve: ({ call, whoAmI }) => ({
      scheduleMessage: ({ room: ref, body, sendAt, threadId = null, replyTo = null }) =>
        call(() => {
          if (refusal !== null) throw new DomainError('limited', refusal);
          const { id: roomId, slug } = room(ref);
          const made = {
            id: crypto.randomUUID(),
            userId: whoAmI().id,
            room: { id: roomId, slug, name: slug },
            body,
            threadId,
            quote: findQuote(roomId, replyTo),
            sendAt,
            failure: null,
            createdAt: now(),
          };
          waiting.push(made);
          return view(made);
        }),
      listScheduled: () =>
        call(() => waiting.filter(({ userId }) => userId === whoAmI().id).map(view)),
      cancelScheduled: (id) =>
        call(() => {
          waiting = waiting.filter((one) => one.id !== id);
        }),
    }),
  };
}
