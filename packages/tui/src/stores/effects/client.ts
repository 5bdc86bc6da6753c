// What all effects share: the store, the outside world behind ports, and the server in use.

import type { AppEvent, AppState } from '../app-state.ts';
import type { AppStore } from '../app-store.ts';
import type { ClientApi } from '../client-api.ts';
import type { EventBatch } from '../event-batch.ts';
import type { KeptPosts } from '../kept-post.ts';
import type { Notification } from '../notification.ts';
import { type Problem, toProblem } from '../problem.ts';

/** The outside world: clock, identifiers, terminal, files. Tests give their own. */
export interface Ports {
  /** Milliseconds since the epoch. */
  now(): number;
  newId(): string;
  /** The address of a server from what was typed. @throws DomainError saying what is wrong with it */
  normalizeServer(written: string): string;
  openApi(server: string, token: string | null): ClientApi;
  /** The token kept for a server, or null. */
  findToken(server: string): Promise<string | null>;
  /** Keeps what logs in next time; null forgets it. */
  keepToken(server: string, session: { username: string; token: string } | null): Promise<void>;
  /** Posts kept on this computer until they are saved. */
  readonly keptPosts: KeptPosts;
  /** Puts text on the clipboard of the person's terminal. */
  copyText(text: string): void;
  /** Hands the terminal to $EDITOR; the text as it was left there. */
  editText(text: string): Promise<string>;
  /** Opens a web address in the person's browser. */
  openUrl(url: string): Promise<void>;
  /** Tells of a message outside the window. */
  notify(notification: Notification): void;
  /** Stops the client and gives the terminal back to the shell, until that continues it. */
  suspend(): Promise<void>;
  redraw(): void;
  quit(): void;
}

export interface Client {
  readonly store: AppStore;
  readonly ports: Ports;
  readonly batch: EventBatch;
  /** The server in use; throws before one was chosen. */
  api(): ClientApi;
  state(): AppState;
  dispatch(...events: AppEvent[]): void;
}

/** Shows a sentence about what went wrong. */
export function reportProblem(client: Client, error: unknown, doing = ''): Problem {
  const problem = toProblem(error, client.ports.now());
  const text = doing === '' ? problem.message : `${doing}: ${problem.message}`;
  client.dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
  return problem;
}

/** Runs something asynchronous whose failure is shown and ends there. */
export function attempt(client: Client, doing: string, run: () => Promise<void>): void {
  run().catch((error: unknown) => reportProblem(client, error, doing));
}
