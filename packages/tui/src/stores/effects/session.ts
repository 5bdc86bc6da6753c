// The session: choosing a server, logging in and out, and coming back after every reconnect.
//
// chosen ──described, no token──▶ login or first account ──logged in──▶ home
//   │                                                                    │  ▲
//   └──described, token works────────────────────────────────────────────┘  │ online again:
//   └──not reached: the address is asked again, or home is shown from       │ all is fetched anew
//      what is remembered and tried again ───────────────────────────────────┘

import type { LoginInput, RegisterInput } from '@parley/shared/accounts';
import { currentRoute, type Route } from '../../router/index.ts';
import type { ClientApi, Connection, LoggedIn } from '../client-api.ts';
import { formValues } from '../form.ts';
import { toProblem } from '../problem.ts';
import { joinedRooms } from '../rooms.ts';
import { connectForm, loginForm, registerForm } from '../session-forms.ts';
import { type Client, reportProblem } from './client.ts';
import { takeBackAll } from './taking-back.ts';

export interface SessionEffects {
  /** Goes to a server with what is kept for it. */
  start(server: string): Promise<void>;
  /** Goes from one server to another; what waits to be sent stays there in drafts. */
  change(server: string): Promise<void>;
  /** Sends the form that is shown. */
  submitForm(): Promise<void>;
  showForm(name: 'connect' | 'login' | 'register'): void;
  logout(): Promise<void>;
  stop(): void;
}

interface SessionDeps {
  client: Client;
  /** The server in use, changed here only. */
  useApi(api: ClientApi): void;
  /** After each login and reconnect. */
  onReady(): Promise<void>;
  onGone(): void;
  /** The room to show first. */
  firstRoom(): string | null;
}

const retryEveryMs = 3_000;

export function createSessionEffects({
  client,
  useApi,
  onReady,
  onGone,
  firstRoom,
}: SessionDeps): SessionEffects {
  let token: string | null = null;
  let close = () => {};
  let retry: NodeJS.Timeout | null = null;
  // Answers to a server that was left meanwhile are nobody's.
  let generation = 0;
  let settling: { generation: number; done: Promise<void> } | null = null;

  const go = (route: Route) => client.dispatch({ type: 'route.reset', route });

  const showForm = (name: 'connect' | 'login' | 'register') => {
    const { server, info } = client.state();
    const form =
      name === 'connect'
        ? connectForm(server)
        : name === 'login'
          ? loginForm(info)
          : registerForm(info);
    client.dispatch({ type: 'form.opened', form }, { type: 'route.reset', route: { name } });
  };

  const open = (server: string) => {
    onGone();
    close();
    generation += 1;
    const present = generation;
    const api = client.ports.openApi(server, token);
    useApi(api);
    const stop = api.onConnection((connection) => {
      if (present === generation) heed(connection);
    });
    close = () => {
      stop();
      api.close();
    };
  };

  const heed = (connection: Connection) => {
    const was = client.state().connection.phase;
    client.dispatch({ type: 'connection', connection, now: client.ports.now() });
    if (connection.phase === 'revoked') return expire();
    if (connection.phase !== 'online' || was === 'online') return;
    // What was asked before went another way: a server closes lines on which nothing is ever said.
    void (token === null && settling !== null ? settling.done.then(settle) : settle());
  };

  const expire = () => {
    if (token === null) return;
    const { server } = client.state();
    token = null;
    void client.ports.keepToken(server, null);
    // Whoever logs in again finds it where it was written.
    takeBackAll(client);
    client.dispatch({ type: 'session.closed' });
    open(server);
    showForm('login');
    client.dispatch({
      type: 'noticed',
      notice: { text: 'Your session has ended. Log in again.', tone: 'bad' },
    });
  };

  // Whatever happened while we were away, asking everything anew puts it right.
  const settle = (): Promise<void> => {
    const present = generation;
    if (settling?.generation === present) return settling.done;
    const done = ask(present).finally(() => {
      if (settling?.done === done) settling = null;
    });
    settling = { generation: present, done };
    return done;
  };

  const ask = async (present: number) => {
    if (retry !== null) clearTimeout(retry);
    retry = null;
    try {
      const info = await client.api().getSystemInfo();
      if (present !== generation) return;
      client.dispatch({ type: 'server.described', info });
      if (token === null) return welcome(info.needsFirstAccount);
      const me = await client.api().getMe();
      if (present !== generation) return;
      client.dispatch({ type: 'session.opened', me });
      await onReady();
      if (present === generation) goHome();
    } catch (error) {
      if (present === generation) fail(error);
    }
  };

  const welcome = (needsFirstAccount: boolean) => {
    const { routes, form, server } = client.state();
    const { name } = currentRoute(routes);
    const isAsked = name === 'login' || name === 'register';
    // Somebody is typing another address.
    if (form?.kind === 'connect' && name === 'connect' && formValues(form).server !== server)
      return;
    if (!isAsked || client.state().form === null)
      showForm(needsFirstAccount ? 'register' : 'login');
  };

  const goHome = () => {
    const { routes, rooms } = client.state();
    const route = currentRoute(routes);
    const isHome = !['connect', 'login', 'register'].includes(route.name);
    const isGone = route.name === 'room' && route.roomId !== null && !rooms.has(route.roomId);
    const isEmpty = route.name === 'room' && route.roomId === null;
    if (isHome && !isGone && !isEmpty) return;
    const wanted = firstRoom();
    const roomId =
      wanted !== null && rooms.has(wanted) ? wanted : (joinedRooms(rooms)[0]?.room.id ?? null);
    go({ name: 'room', roomId });
    if (roomId !== null) {
      client.dispatch({
        type: 'rooms',
        input: { type: 'room', roomId, input: { type: 'opened' } },
      });
    }
    client.dispatch({ type: 'focused', focus: roomId === null ? 'rooms' : 'composer' });
  };

  const fail = (error: unknown) => {
    const problem = toProblem(error);
    if (problem.code === 'unauthenticated') return expire();
    const present = generation;
    retry = setTimeout(() => {
      if (present === generation) void settle();
    }, retryEveryMs);
    retry.unref();
    if (client.state().me !== null || client.state().rooms.size > 0) return;
    if (currentRoute(client.state().routes).name !== 'connect' || client.state().form === null) {
      showForm('connect');
    }
    client.dispatch({ type: 'form', event: { type: 'failed', problem } });
  };

  const start = async (server: string) => {
    client.dispatch({ type: 'server.chosen', server });
    token = await client.ports.findToken(server);
    open(server);
    await settle();
  };

  const enter = async ({ user, token: fresh }: LoggedIn) => {
    const { server } = client.state();
    token = fresh;
    await client.ports.keepToken(server, { username: user.username, token: fresh });
    open(server);
    await settle();
  };

  const change = async (server: string) => {
    takeBackAll(client);
    client.dispatch({ type: 'session.closed' });
    await start(server);
  };

  const submitters: Record<string, (values: Record<string, string>) => Promise<void>> = {
    connect: async ({ server = '' }) => change(client.ports.normalizeServer(server)),
    login: async (values) => enter(await client.api().login(values as LoginInput)),
    register: async ({ invite, ...values }) => {
      const input = invite === undefined || invite === '' ? values : { ...values, invite };
      await enter(await client.api().register(input as RegisterInput));
    },
  };

  return {
    start,
    change,
    showForm,
    async submitForm() {
      const before = client.state().form;
      if (before === null || before.isBusy) return;
      client.dispatch({ type: 'form', event: { type: 'submitted' } });
      const { form } = client.state();
      if (!form?.isBusy) return;
      try {
        await submitters[form.kind]?.(formValues(form));
        if (client.state().form === form)
          client.dispatch({ type: 'form', event: { type: 'settled' } });
      } catch (error) {
        client.dispatch({ type: 'form', event: { type: 'failed', problem: toProblem(error) } });
      }
    },
    async logout() {
      const { server } = client.state();
      await client
        .api()
        .logout()
        .catch((error: unknown) => reportProblem(client, error));
      token = null;
      await client.ports.keepToken(server, null);
      takeBackAll(client);
      client.dispatch({ type: 'session.closed' });
      open(server);
      showForm('login');
    },
    stop() {
      generation += 1;
      if (retry !== null) clearTimeout(retry);
      close();
    },
  };
}
