// Somebody looks after a room in one real terminal; whom it befalls reads it in another, and loses nothing written.

import { expect, test } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';
import { sitDownAs } from './support/seat.ts';
import { keys } from './support/terminal.ts';

test('brought in, muted, made moderator, put out and banned: each is told at once to whom it befalls', async () => {
  await using daemon = await startDaemon();
  const first = await register(daemon.url, 'ada');
  const second = await register(daemon.url, 'bob');
  await using one = await sitDownAs(daemon, first, { columns: 100, rows: 30 });
  await using other = await sitDownAs(daemon, second, { columns: 100, rows: 30 });
  const [ada, bob] = [one.terminal, other.terminal];

  // Made elsewhere, it is there on the screen.
  const made = await one.person.tui(['rooms', 'create', 'den', '--private'], {
    env: { PARLEY_TOKEN: first },
  });
  expect(made).toMatchObject({ code: 0 });
  await ada.waitFor('#den');
  ada.write(`/go den${keys.enter}`);
  await ada.waitFor('Message #den');
  ada.write(`/invite bob${keys.enter}`);
  await bob.waitFor('@ada brought you into #den.');
  bob.write(`/go den${keys.enter}`);
  await bob.waitFor('Message #den');

  ada.write(`/mute bob 1h${keys.enter}`);
  await bob.waitFor(/You are muted here until \d\d:\d\d/);
  bob.write(`Not yet${keys.enter}`);
  await bob.waitFor(/Not sent to #den: You are muted here until \d\d:\d\d\./);
  await bob.waitFor('› Not yet');
  ada.write(`/mute bob off${keys.enter}`);
  await bob.waitFor('You may write in #den again.');
  bob.write(keys.enter);
  await ada.waitFor(/bob │ Not yet/);

  ada.write(`/role bob moderator${keys.enter}`);
  await bob.waitFor('You are moderator of #den now.');
  ada.write(`/leave${keys.enter}`);
  await ada.waitFor('Leave #den?');
  ada.write('y');
  await ada.waitFor('You are the only owner of #den.');

  ada.write(`/ban bob Too loud${keys.enter}`);
  await ada.waitFor('and keep them out?');
  ada.write('y');
  await bob.waitFor('@ada banned you from #den: Too loud');
  await bob.waitFor('Welcome, bob');
  await ada.waitFor('ada put bob out of the room');
  await expect(connectHttp(daemon.url, second).chat.getRoom.query({ room: 'den' })).rejects.toThrow(
    'There is no room',
  );
  ada.write(`/unban bob${keys.enter}`);
  await ada.waitFor('bob may come in again.');
});
