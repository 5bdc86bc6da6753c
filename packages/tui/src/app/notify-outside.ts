// A notification on its way out of the window, as the person's settings say.

import type { ClientConfig } from '../config/index.ts';
import type { Notification } from '../stores/index.ts';
import { bell, desktopNotification, tellProgram } from '../terminal/index.ts';

export function notifyOutside(
  { settings }: Pick<ClientConfig, 'settings'>,
  stdout: NodeJS.WriteStream,
  notification: Notification,
): void {
  const { bell: rings, desktop, program } = settings.notifications;
  const { author, room, text } = notification;
  if (desktop !== 'off')
    stdout.write(desktopNotification(desktop, { title: `${author} in ${room}`, body: text }));
  if (rings) stdout.write(bell);
  tellProgram(program, notification);
}
