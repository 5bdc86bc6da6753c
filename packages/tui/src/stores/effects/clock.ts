// The only clockwork: countdowns while offline, typing that ends, notices that fade.

import type { AppState } from '../app-state.ts';
import { openRoom } from '../app-state.ts';
import { nextStatusEnd } from '../room-presence.ts';
import type { Client } from './client.ts';
import { createNamedTimers } from './named-timers.ts';

const noticeMs = 8_000;
const quitMs = 2_000;
const longestWaitMs = 3_600_000;

/** Ticks only while something on the screen depends on time. */
export function createClock(client: Client): { stop(): void } {
  const timers = createNamedTimers();

  const heed = (state: AppState, before: AppState) => {
    if (state.notice !== before.notice && state.notice !== null) {
      timers.start('notice', noticeMs, () => client.dispatch({ type: 'noticed', notice: null }));
    }
    if (state.isQuitArmed && !before.isQuitArmed) {
      timers.start('quit', quitMs, () => client.dispatch({ type: 'quit.armed', isArmed: false }));
    }
    if (state.connection.phase === 'offline' && !timers.has('countdown')) {
      timers.start('countdown', 1_000, tick);
    }
    // What "in 2 hours" means moves on while one thinks about it.
    if (state.overlay?.kind === 'schedule' && !timers.has('schedule')) {
      timers.start('schedule', state.overlay === before.overlay ? 1_000 : 0, tick);
    }
    waitForStatus(state);
    const room = openRoom(state);
    if (room !== undefined && room.typing.size > 0 && !timers.has('typing')) {
      timers.start('typing', 1_000, () => expireTyping(room.room.id));
    }
  };

  // Longer than any timer may wait, or until then: looked at anew either way.
  let statusEnd: number | undefined;
  const waitForStatus = (state: AppState) => {
    const room = openRoom(state);
    const until = Date.parse(state.me?.status?.until ?? '');
    const muted = Date.parse(room?.membership?.mutedUntil ?? '');
    const end = Math.min(
      muted > state.now ? muted : Number.POSITIVE_INFINITY,
      (room && nextStatusEnd(room, state.now)) ?? Number.POSITIVE_INFINITY,
      until > state.now ? until : Number.POSITIVE_INFINITY,
    );
    if (end === Number.POSITIVE_INFINITY || (end === statusEnd && timers.has('status'))) return;
    statusEnd = end;
    const left = Math.max(0, end - client.ports.now());
    timers.start('status', Math.min(left, longestWaitMs), tick);
  };

  const tick = () => client.dispatch({ type: 'ticked', now: client.ports.now() });

  const expireTyping = (roomId: string) => {
    const input = { type: 'typingExpired', now: client.ports.now() } as const;
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
    const room = client.state().rooms.get(roomId);
    if (room !== undefined && room.typing.size > 0)
      timers.start('typing', 1_000, () => expireTyping(roomId));
  };

  const unsubscribe = client.store.subscribe(heed);
  return {
    stop() {
      unsubscribe();
      timers.cancelAll();
    },
  };
}
