// Tells systemd how the daemon is, when systemd wants to know.

import { execFile } from 'node:child_process';

export type SystemdState = 'READY=1' | 'STOPPING=1' | 'WATCHDOG=1' | `STATUS=${string}`;

const timeoutMs = 5_000;

/**
 * Sends one state to the socket that `env.NOTIFY_SOCKET` names; without it nothing happens.
 * Never rejects: a daemon that runs well must not end because it could not say so.
 * Node has no datagram sockets of the file system, so systemd's own program sends it; it has a
 * pid of its own, for which the unit needs `NotifyAccess=all`.
 */
export function notifySystemd(
  state: SystemdState,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if (!env.NOTIFY_SOCKET) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  try {
    execFile('systemd-notify', [state], { env, timeout: timeoutMs }, () => resolve());
  } catch {
    // A state that no program can be given, as one with a NUL.
    resolve();
  }
  return promise;
}
