// Away and do-not-disturb as a person sees them: marks and texts, what notifies, and being away by itself.

import { expect, test, vi } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function lobby() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

test('/away and /dnd are said once, and shown with their words to others and on the other device; /back ends them', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada', columns: 120 });
  await using phone = await takeSeat(server, { token: 'ada', columns: 120 });
  await using bob = await takeSeat(server, { token: 'bob', columns: 120 });
  await ada.sees('● bob');
  await phone.sees('● online');
  ada.type(`/away Tea${keys.enter}`);
  await ada.sees('You are away: Tea');
  await bob.sees('◐ ada owner Tea');
  await phone.sees('◐ away');
  ada.type(`/dnd 2h No calls${keys.enter}`);
  await ada.sees(/You are not to be disturbed: nothing notifies, until \d\d:\d\d: No calls/);
  await bob.sees('⊖ ada owner No');
  await phone.sees('⊖ do not disturb');
  phone.type(`/back${keys.enter}`);
  await phone.sees('You are back.');
  await bob.sees('● ada');
  phone.type(keys.escape);
  await phone.sees('● online');
  ada.type(keys.escape);
  await ada.sees('● online');
});

test('who is not to be disturbed is told of nothing outside the window, and unread counts all the same', async () => {
  const server = lobby();
  server.addRoom('kitchen');
  await using ada = await takeSeat(server, { token: 'ada', columns: 120 });
  await ada.sees('Message #kitchen');
  server.say('bob', 'lobby', 'One for @ada');
  await vi.waitFor(() => expect(ada.notified).toHaveLength(1));
  server.setStatus('ada', { state: 'dnd' });
  await ada.sees('⊖ do not disturb');
  server.say('bob', 'lobby', 'Two for @ada');
  await ada.sees('2 unread');
  expect(ada.notified).toHaveLength(1);
  server.setStatus('ada', { state: 'available' });
  await ada.sees('● online');
  server.say('bob', 'lobby', 'Three for @ada');
  await ada.sees('3 unread');
  await vi.waitFor(() => expect(ada.notified).toHaveLength(2));
});

test('a status that ends by itself ends on the screen, without a word from the server', async () => {
  const server = lobby();
  await using bob = await takeSeat(server, { token: 'bob', columns: 120 });
  await using ada = await takeSeat(server, { token: 'ada', columns: 120 });
  await bob.sees('● ada');
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  server.setStatus('ada', { state: 'away', text: 'Tea', until: inMs(3_600_000) });
  await bob.sees('◐ ada owner Tea');
  await ada.sees('◐ away');
  server.setStatus('ada', { state: 'away', text: 'Tea', until: inMs(400) });
  await bob.sees((lines) => lines.some((line) => / ● ada owner$/.test(line)));
  await ada.sees('● online');
});

test('who sits at none of their devices is away', async () => {
  const server = lobby();
  await using bob = await takeSeat(server, { token: 'bob', columns: 120 });
  await using ada = await takeSeat(server, { token: 'ada', columns: 120, idleAfterMs: 200 });
  await ada.sees('Message #lobby');
  await bob.sees('◐ ada');
  await using phone = await takeSeat(server, { token: 'ada' });
  await phone.sees('Message #lobby');
  await bob.sees('● ada');
});

test('who went away is shown among the members as they stood last', async () => {
  const server = lobby();
  await using seat = await takeSeat(server, { token: 'ada', columns: 120 });
  server.setStatus('eve', { state: 'dnd', text: 'On a train' });
  await seat.sees('Here · 1');
  seat.type(`/members${keys.enter}`);
  await seat.sees('○ eve On a train');
});

test('rows 87–104: a hostile status stays text, one row, within its pane', async () => {
  const server = lobby();
  await using seat = await takeSeat(server, { token: 'ada', columns: 120 });
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Message #lobby');
  await seat.sees('● bob');
  const before = seat.output().length;
  const hostile = [
    '\u001b]52;c;cm0gLXJmIC8=\u0007',
    '\u009b2J\u001b[H',
    'a\nb\rc',
    '\u202egpj.exe',
    `a${'\u0301'.repeat(5_000)}`,
    '👩‍👩‍👧'.repeat(50),
    'x'.repeat(100_000),
  ];
  for (const [index, text] of hostile.entries()) {
    server.setStatus('bob', { state: 'away', text: `${index}${text}` });
    const screen = await seat.sees(new RegExp(`◐ bob ${index}`, 'u'));
    expect(screen.filter((line) => line.includes('● ada'))).toHaveLength(1);
    expect(screen.filter((line) => line.includes('bob'))).toHaveLength(1);
  }
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f\u202e]|\u001b\]/);
});

test('of a large room the number is right at once, and all are there when one goes to its people', async () => {
  const server = lobby();
  await using seat = await takeSeat(server, { token: 'ada', columns: 140, rows: 30 });
  await seat.sees('Here · 1');
  const names = Array.from({ length: 350 }, (_, index) => `p${String(index).padStart(3, '0')}`);
  server.crowd('lobby', names);
  await seat.sees('Here · 350, 100 shown');
  await seat.sees('● p000');
  const metas = [{ ref: 'new', onlineAt: '', device: '', username: 'aaa' }];
  const joins = { 'key aaa': { metas } };
  server.deliver('lobby', { type: 'presence.diff', joins, leaves: {}, count: 351 });
  await seat.sees('Here · 351, 101 shown');
  seat.type(`/members${keys.enter}`);
  await seat.sees(/Here · 351\s*$/m);
  seat.type('g');
  await seat.sees('● aaa');
  seat.type('G');
  await seat.sees('○ ada');
  seat.type('kkk');
  await seat.sees('● p349');
  const leaves = {
    'key p349': { metas: [{ ref: 'p349', onlineAt: '', device: '', username: 'p349' }] },
  };
  server.deliver('lobby', { type: 'presence.diff', joins: {}, leaves, count: 350 });
  await seat.sees(/Here · 350\s*$/m);
  await seat.sees((lines) => !lines.join('\n').includes('p349'));
});
