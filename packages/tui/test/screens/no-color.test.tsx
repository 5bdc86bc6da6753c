// Without colours nothing is lost: what a colour tells, weight, slant, a line or a sign tells as well.

import { expect, test } from 'vitest';
import { openRoom } from '../../src/stores/app-state.ts';
import { messageListRows } from '../../src/stores/rows/list-rows.ts';
import { composerRows } from '../../src/stores/rows/room-frame-rows.ts';
import { pendingRows } from '../../src/stores/rows/said-rows.ts';
import { spansToAnsi } from '../../src/terminal/spans.ts';
import { lookOf, type StyledRow, themes } from '../../src/theme/index.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

const esc = '\u001b';

test('my name, code within a line and what is to be written here are told apart', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #lobby');
  server.say('bob', 'lobby', '@ada run `make` now');
  await seat.sees('run make now');
  const drawn = (rows: readonly StyledRow[]) =>
    rows.map((row) => spansToAnsi(row, 8, themes.none)).join('\n');
  const composer = () => {
    const state = seat.store.getState();
    return drawn(composerRows(state, openRoom(state)!, 'main'));
  };
  const said = drawn(messageListRows(seat.store.getState()));
  expect(said).toContain(`${esc}[1m@ada${esc}[0m run ${esc}[4mmake${esc}[0m now`);
  expect(composer()).toContain(`${esc}[3mMessage #lobby${esc}[0m`);
  seat.type('x');
  await seat.sees('› x');
  expect(composer()).not.toContain(`${esc}[3m`);
});

test('a line that has not arrived differs from one that has, in every state', () => {
  const line = { clientId: 'c', body: 'On its way', at: '2026-03-01T10:00:00.000Z' };
  for (const state of ['queued', 'sending', 'sent', 'failed'] as const) {
    const { rows } = pendingRows(
      { ...line, state },
      { columns: 80, myName: 'ada', unfolded: new Set<string>(), unfoldKey: 'z' },
    );
    const [body] = rows.flat();
    expect(lookOf(body!.style ?? {}, themes.none)).toMatchObject({ italic: true });
  }
});

test('with colours, code is told by its colour alone', () => {
  expect(lookOf({ color: 'code' }, themes.dark)).toEqual({ color: 'yellow' });
  expect(lookOf({ color: 'code' }, themes.none)).toEqual({ underline: true, color: undefined });
});

test('a window that is too small says how large it has to be, and what waits', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (const slug of ['lobby', 'den']) server.addRoom(slug);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #den');
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #lobby');
  seat.resize(20, 5);
  await seat.sees('Window too small');
  await seat.sees('20×5, 60×15 needed');
  expect(seat.screen().join('\n')).not.toContain('unread');
  // A window in which nobody can see what is said reads nothing.
  server.say('bob', 'den', '@ada there you are');
  await seat.sees('1 unread  @1');
  seat.resize(40, 12);
  await seat.sees('40×12, 60×15 needed');
});
