// How a connection shows its user where it listens: with what the user said of oneself, and whether anybody sits at it.

import type { Presence, Tracking } from '../presence/index.ts';
import { type Link, unlink, walk } from './chain.ts';
import type { LiveSocket } from './sockets.ts';

/** Where a socket shows its user, and for how many of its subscriptions. Most do in one place: a list would weigh more. */
export interface Shown extends Link<Shown> {
  readonly topic: string;
  tracking: Tracking;
  uses: number;
}

/**
 * Shows the socket's user as present on a topic, until `untrackSocket` was called as often. A socket is
 * one device, however often it listens. False when it has no user to show.
 */
export function trackSocket(presence: Presence, socket: LiveSocket, topic: string): boolean {
  const { user, token } = socket.scope;
  if (!user) return false;
  const shown = findShown(socket, topic);
  if (shown) {
    shown.uses += 1;
    return true;
  }
  const device = token?.device ?? '';
  const look = { username: user.username, device, ...lookOf(socket) };
  const tracking = presence.track(topic, user.id, look);
  socket.shown = { topic, tracking, uses: 1, next: socket.shown };
  return true;
}

export function untrackSocket(socket: LiveSocket, topic: string): void {
  const shown = findShown(socket, topic);
  if (!shown) return;
  shown.uses -= 1;
  if (shown.uses > 0) return;
  socket.shown = unlink(socket.shown, shown);
  shown.tracking.end();
}

function findShown(socket: LiveSocket, topic: string): Shown | undefined {
  return walk(socket.shown).find((shown) => shown.topic === topic);
}

/** Wherever the socket's user is shown by it: as it is now. */
export function updatePresence(socket: LiveSocket): void {
  const look = lookOf(socket);
  for (const shown of walk(socket.shown)) shown.tracking = shown.tracking.update(look);
}

/** Says whether nobody sits at it. What did not change is not told. */
export function setIdle(socket: LiveSocket, isIdle: boolean, now: Date): void {
  if (isIdle === (socket.idleSince !== null)) return;
  socket.idleSince = isIdle ? now.toISOString() : null;
  updatePresence(socket);
}

function lookOf({ scope: { user }, idleSince }: LiveSocket): Parameters<Tracking['update']>[0] {
  return { ...(user?.status && { status: user.status }), ...(idleSince && { idleSince }) };
}
