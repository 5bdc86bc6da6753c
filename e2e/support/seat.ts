// A person at a real terminal with the client on it, who may stand up and sit down again.

import type { DaemonProcess } from './daemon.ts';
import { createPerson, type Person, tuiPath } from './run.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface Seat extends AsyncDisposable {
  readonly person: Person;
  readonly terminal: Terminal;
  /** Starts the client again, after it ended; the same person in the same place. */
  again(): Promise<Terminal>;
}

export async function sitDown(
  daemon: DaemonProcess,
  size: { columns?: number; rows?: number } = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Seat> {
  const person = await createPerson(daemon.url);
  const open = () =>
    openTerminal({
      command: process.execPath,
      args: [tuiPath],
      env: { ...person.env, ...env },
      columns: size.columns ?? 120,
      rows: size.rows ?? 40,
    });
  const terminals = [open()];
  return {
    person,
    terminal: terminals[0]!,
    async again() {
      await terminals.at(-1)!.exited;
      const terminal = open();
      terminals.push(terminal);
      return terminal;
    },
    async [Symbol.asyncDispose]() {
      for (const terminal of terminals) await terminal[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

/** Sits down as somebody who is logged in already. */
export async function sitDownAs(
  daemon: DaemonProcess,
  token: string,
  size: { columns?: number; rows?: number } = {},
): Promise<Seat> {
  const seat = await sitDown(daemon, size, { PARLEY_TOKEN: token });
  await seat.terminal.waitFor(/#\s?lobby/);
  await seat.terminal.waitFor('●');
  return seat;
}
