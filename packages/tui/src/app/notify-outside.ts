// A notification on its way out of the window, as the person's settings say.

import type { ClientConfig } from '../config/index.ts';
import type { Notification } from '../stores/index.ts';
import { bell, desktopNotification, tellProgram, throughTmux } from '../terminal/index.ts';

export function notifyOutside(
  { settings, environment }: Pick<ClientConfig, 'settings' | 'environment'>,
  stdout: NodeJS.WriteStream,
  notification: Notification,
  onProblem: (problem: string) => void = () => {},
): void {
  const { bell: rings, desktop, program } = settings.notifications;
  const { author, room, text } = notification;
  if (desktop !== 'off') {
    const sequence = desktopNotification(desktop, { title: `${author} in ${room}`, body: text });
    stdout.write(environment.terminal.TMUX === undefined ? sequence : throughTmux(sequence));
  }
  if (rings) stdout.write(bell);
  tellProgram(program, notification, onProblem);
}
