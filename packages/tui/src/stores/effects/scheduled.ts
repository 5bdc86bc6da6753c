// Messages that are sent later: handing them over, what waits, and what could not be sent.

import { sayMoments } from '@parley/shared/moments';
import type { ScheduledMessageView } from '@parley/shared/scheduled';
import { composerDraft, threadDraft } from '../composer.ts';
import { draftOf, type ReplyTarget } from '../draft.ts';
import { labelRoom } from '../room-label.ts';
import { formatMomentLong } from '../schedule.ts';
import { parseScheduled } from '../wire-activity.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import { writeFirst } from './taking-back.ts';

interface Later {
  body: string;
  at: Date;
  threadId?: string | undefined;
  replyTo?: ReplyTarget | null;
}

export interface Scheduled {
  /** `line` is what was typed: where that stood, it comes back when the server refuses. */
  add(roomId: string, later: Later, line: string): void;
  /** The window of what waits. */
  open(): void;
  cancel(id: string): void;
  /** Into the composer of its room, to be changed and scheduled anew. */
  recall(message: ScheduledMessageView): void;
  hearFailure(message: ScheduledMessageView): void;
  /** Says what could not be sent while nobody was here. */
  remind(): void;
}

export function createScheduled(client: Client): Scheduled {
  const say = (text: string, tone: 'good' | 'bad') =>
    client.dispatch({ type: 'noticed', notice: { text, tone } });
  // What failed stays marked on the screen until it was taken back or given up.
  const load = async () => {
    const items = parseScheduled(await client.api().listScheduled());
    const count = items.filter(({ failure }) => failure !== null).length;
    client.dispatch({ type: 'scheduled.failed', count });
    return items;
  };
  // Nobody asked for it, so nobody is told when it fails.
  const recount = () => void load().catch(() => {});

  const answer = (draft: string, replyTo: ReplyTarget) =>
    client.dispatch({ type: 'draft', roomId: draft, input: { type: 'replying', replyTo } });
  const write = (draft: string, text: string, replyTo: ReplyTarget | null) => {
    if (draftOf(client.state().drafts, draft).input.text !== '') return;
    const input = { type: 'edited', action: { type: 'setText', text } } as const;
    client.dispatch({ type: 'draft', roomId: draft, input });
    if (replyTo !== null) answer(draft, replyTo);
  };

  return {
    add(room, { body, at, threadId, replyTo = null }, line) {
      const draft = composerDraft(client.state()) ?? room;
      const clientId = client.ports.newId();
      const sendAt = at.toISOString();
      const input = { room, body, clientId, threadId, replyTo: replyTo?.id, sendAt };
      client
        .api()
        .scheduleMessage(input)
        .then(() => say(`It is sent ${formatMomentLong(at)}. :scheduled shows what waits.`, 'good'))
        .catch((error: unknown) => {
          reportProblem(client, error, 'Not scheduled');
          write(draft, line, replyTo);
        });
    },

    open() {
      const overlay = { kind: 'scheduled', items: null, selected: 0 } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
      attempt(client, 'What waits', async () => {
        const items = await load();
        client.dispatch({ type: 'overlay', input: { type: 'scheduled', items } });
      });
    },

    cancel(id) {
      attempt(client, 'Cancel', async () => {
        await client.api().cancelScheduled(id);
        recount();
        say('It will not be sent.', 'good');
      });
    },

    recall({ id, room, threadId, body, sendAt, quote }) {
      const known = room === null ? undefined : client.state().rooms.get(room.id);
      if (known === undefined) return say('You are not in its room any more. y copies it.', 'bad');
      const name = labelRoom(known.room, known.people);
      const where = threadId === null ? name : `its thread in ${name}`;
      const place = threadId === null ? known.room.id : threadDraft(threadId);
      if (draftOf(client.state().drafts, place).input.text !== '')
        return say(`Something else is being written in ${where}: send or clear that first.`, 'bad');
      attempt(client, 'Take back', async () => {
        await client.api().cancelScheduled(id);
        recount();
        writeFirst(client, place, `/later ${toWords(sendAt)} ${body}`);
        if (quote !== null) {
          const { author, excerpt } = quote;
          answer(place, { id: quote.id, username: author.username, excerpt });
        }
        say(`It is in the composer of ${where}.`, 'good');
      });
    },

    hearFailure({ room, failure }) {
      const where = room === null ? '' : ` to #${room.slug}`;
      const why = sayMoments(failure ?? '', client.ports.now());
      recount();
      say(`A scheduled message was not sent${where}: ${why} :scheduled has it.`, 'bad');
    },

    remind() {
      load()
        .then((items) => {
          const { length } = items.filter(({ failure }) => failure !== null);
          if (length === 0) return;
          const what =
            length === 1 ? 'A scheduled message was' : `${length} scheduled messages were`;
          say(`${what} not sent. :scheduled tells why.`, 'bad');
        })
        .catch(() => {});
    },
  };
}

/** `2030-01-31 09:00`, in local time, as the line is read again. */
function toWords(sendAt: string): string {
  const at = new Date(sendAt);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
