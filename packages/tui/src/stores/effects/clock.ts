// The only clockwork: countdowns while offline, typing that ends, notices that fade.

import type { AppState } from '../app-state.ts';
import { openRoom } from '../app-state.ts';
import { nextStatusEnd } from '../room-presence.ts';
import type { Client } from './client.ts';

const noticeMs = 8_000;
const quitMs = 2_000;
const longestWaitMs = 3_600_000;

/** Ticks only while something on the screen depends on time. */
export function createClock(client: Client): { stop(): void } {
  const timers = new Map<string, NodeJS.Timeout>();

  const once = (name: string, delayMs: number, run: () => void) => {
    clearTimeout(timers.get(name));
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name);
        run();
      }, delayMs),
    );
  };

  const heed = (state: AppState, before: AppState) => {
    if (state.notice !== before.notice && state.notice !== null) {
      once('notice', noticeMs, () => client.dispatch({ type: 'noticed', notice: null }));
    }
    if (state.isQuitArmed && !before.isQuitArmed) {
      once('quit', quitMs, () => client.dispatch({ type: 'quit.armed', isArmed: false }));
    }
    if (state.connection.phase === 'offline' && !timers.has('countdown')) {
      once('countdown', 1_000, tick);
    }
    // What "in 2 hours" means moves on while one thinks about it.
    if (state.overlay?.kind === 'schedule' && !timers.has('schedule')) {
      once('schedule', state.overlay === before.overlay ? 1_000 : 0, tick);
    }
    waitForStatus(state);
    const room = openRoom(state);
    if (room !== undefined && room.typing.size > 0 && !timers.has('typing')) {
      once('typing', 1_000, () => expireTyping(room.room.id));
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
    once('status', Math.min(left, longestWaitMs), tick);
  };

  const tick = () => client.dispatch({ type: 'ticked', now: client.ports.now() });

  const expireTyping = (roomId: string) => {
    const input = { type: 'typingExpired', now: client.ports.now() } as const;
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
    const room = client.state().rooms.get(roomId);
    if (room !== undefined && room.typing.size > 0)
      once('typing', 1_000, () => expireTyping(roomId));
  };

  const unsubscribe = client.store.subscribe(heed);
  return {
    stop() {
      unsubscribe();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
