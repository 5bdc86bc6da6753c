// A web address handed to the person's browser, as an argument and never through a shell.

import { spawn } from 'node:child_process';

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** @throws Error when it is no web address, or nothing is there to open it with. */
export function openUrl(url: string, platform = process.platform): Promise<void> {
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('It is no web address.');
  const [command = 'xdg-open', ...args] = openers[platform] ?? [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, [...args, href], { stdio: 'ignore', detached: true });
  child.once('error', (cause) => reject(new Error(`${command} could not be started`, { cause })));
  child.once('spawn', () => {
    child.unref();
    resolve();
  });
  return promise;
}
