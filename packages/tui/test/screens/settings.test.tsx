// The settings of a room as a person sees them: what may be changed, what is only shown, what is asked.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby', 'Old topic');
  return server;
}

test('who looks after a room changes its settings, and others see it at once', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada', rows: 30 });
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Old topic');
  await ada.sees('Message #lobby');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('s');
  await ada.sees('Settings of #lobby');
  ada.type(`${keys.down}${keys.ctrl('u')}All about boats`);
  await ada.sees(/Topic +All about boats/);
  ada.type(`${keys.down}${keys.ctrl('u')}harbour master`);
  await ada.sees('may have letters a–z, digits, and - _ between them');
  ada.type(keys.enter);
  await ada.sees('Settings of #lobby');
  ada.type(`${keys.ctrl('u')}harbour${keys.down} `);
  await ada.sees('‹ yes ›');
  ada.type(`${keys.down}${keys.ctrl('u')}soon`);
  await ada.sees('must be a whole number');
  ada.type(`${keys.ctrl('u')}10${keys.enter}`);
  await ada.sees('The settings are saved.');
  await bob.sees('#harbour read-only · slow 10 s  All about boats');
  const [room] = [...bob.store.getState().rooms.values()];
  expect(room?.room).toMatchObject({ isReadOnly: true, slowModeSeconds: 10, retentionDays: null });
});

test('before messages would be purged it says how many, and no keeps what was typed', async () => {
  const server = chat();
  server.say('bob', 'lobby', 'one');
  server.say('bob', 'lobby', 'two');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('two');
  seat.type(`/settings${keys.enter}`);
  await seat.sees('Settings of #lobby');
  seat.type(keys.down.repeat(5));
  await seat.sees('days; empty keeps messages for ever');
  seat.type(`30${keys.enter}`);
  await seat.sees('Keep messages for 30 days only?');
  await seat.sees('2 messages are older than that, and would be deleted for good.');
  const rules = () => [...seat.store.getState().rooms.values()][0]?.room.retentionDays;
  seat.type('n');
  await seat.sees((lines) => !lines.join('\n').includes('Keep messages for'));
  await seat.sees(/Kept for +30/);
  expect(rules()).toBeNull();
  seat.type(keys.enter);
  await seat.sees('Keep messages for 30 days only?');
  seat.type('y');
  await seat.sees('The settings are saved.');
  await expect.poll(rules).toBe(30);
});

test('an owner turns a room private once it was asked; who is no owner sees only what it is', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', rows: 30 });
  await seat.sees('Message #lobby');
  seat.type(`/settings${keys.enter}`);
  await seat.sees(/Visibility +‹ public ›/);
  seat.type(`${keys.down.repeat(7)} `);
  await seat.sees('‹ private ›');
  seat.type(keys.ctrl('s'));
  await seat.sees('Make #lobby private?');
  await seat.sees('Who is in it stays. The others see nothing of it any more.');
  const visibility = () => [...seat.store.getState().rooms.values()][0]?.room.visibility;
  seat.type('n');
  await seat.sees((lines) => !lines.join('\n').includes('Make #lobby'));
  await seat.sees('‹ private ›');
  expect(visibility()).toBe('public');
  // Both questions, one after the other.
  seat.type(`${keys.up}${keys.up}30${keys.ctrl('s')}`);
  await seat.sees('Make #lobby private?');
  seat.type('y');
  await seat.sees('Keep messages for 30 days only?');
  expect(visibility()).toBe('public');
  seat.type('y');
  await seat.sees('The settings are saved.');
  await seat.sees('#lobby private');
  expect(visibility()).toBe('private');
  await using bob = await takeSeat(server, { token: 'bob', rows: 30 });
  await bob.sees('Message #lobby');
  bob.type(`/settings${keys.enter}`);
  await bob.sees(/Visibility +private/);
  expect(bob.screen().join('\n')).not.toContain('‹ private ›');
});

test('what the server refuses stands at its field, a cut line loses nothing, and Esc asks first', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', rows: 30 });
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Old topic');
  await seat.sees('Message #lobby');
  seat.type(`/settings${keys.enter}`);
  await seat.sees('Settings of #lobby');
  seat.type(`${keys.down}${keys.down}${keys.ctrl('u')}taken${keys.enter}`);
  await seat.sees('has already been taken');
  server.cut();
  await seat.sees('reconnecting');
  seat.type(`${keys.ctrl('u')}harbour${keys.enter}`);
  await seat.sees('Cannot reach the server');
  server.mend();
  await seat.sees('● online');
  // What somebody else changed meanwhile stays as they made it.
  await using eve = await takeSeat(server, { token: 'ada' });
  await eve.sees('Message #lobby');
  eve.type(`/topic By eve${keys.enter}`);
  await seat.sees(/Topic +By eve/);
  await seat.sees(/Slug +harbour/);
  seat.type(keys.escape);
  await seat.sees('Throw away what is not saved?');
  seat.type('n');
  await seat.sees((lines) => !lines.join('\n').includes('Throw away'));
  await seat.sees(/Slug +harbour/);
  seat.type(keys.enter);
  await seat.sees('The settings are saved.');
  await bob.sees('#harbour  By eve');
});

test('who may not change a room sees its rules, and sets what it tells them; leaving is asked', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'bob', rows: 30 });
  await seat.sees('Message #lobby');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('s');
  await seat.sees(/Slow mode +off/);
  const screen = await seat.sees(/Kept for +ever/);
  expect(screen.join('\n')).not.toContain('Archive the room');
  seat.type(`${keys.down}2 days-ish`);
  await seat.sees('is no time: 30m, 2h, 1d, or off');
  seat.type(`${keys.ctrl('u')}2h${keys.up} `);
  await seat.sees('‹ mentions ›');
  seat.type(keys.ctrl('s'));
  await seat.sees('The settings are saved.');
  await seat.sees('calls only');
  const membership = () => [...seat.store.getState().rooms.values()][0]?.membership;
  expect(Date.parse(membership()?.quietUntil ?? '')).toBeGreaterThan(Date.now());
  seat.type('s');
  await seat.sees('Leave the room');
  seat.type(`${keys.up}${keys.enter}`);
  await seat.sees('Leave #lobby?');
  seat.type('y');
  await seat.sees('You left #lobby.');
});

test('the settings fit every window, the focused field in it', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #lobby');
  seat.type(`/settings${keys.enter}`);
  await seat.sees('Settings of #lobby');
  for (const [columns, rows] of [
    [60, 15],
    [80, 24],
    [200, 50],
  ] as const) {
    seat.resize(columns, rows);
    for (const label of ['Name', 'Topic', 'Slug', 'Read-only', 'Slow mode', 'Kept for']) {
      const screen = await seat.sees((lines) => lines.some((line) => line.includes(`│ ${label}`)));
      expect(screen.every((line) => displayWidth(line) <= columns)).toBe(true);
      seat.type(keys.down);
    }
    seat.type(keys.up.repeat(6));
    await seat.sees(
      (lines) => lines.length === rows && lines.some((line) => line.includes('Name')),
    );
  }
});

test('rows 87–104: a hostile room stays text in its settings', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'bob' });
  await seat.sees('Message #lobby');
  const before = seat.output().length;
  const hostile = '\u001b]52;c;cm0=\u0007\u009b2J hostile';
  const [known] = [...seat.store.getState().rooms.values()];
  const room = { ...known!.room, name: hostile, topic: hostile, slug: `x${hostile}` };
  server.deliver('lobby', { type: 'room.updated', room });
  await seat.sees('hostile');
  seat.type(`/settings${keys.enter}`);
  await seat.sees(/Topic +.*hostile/);
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
});
