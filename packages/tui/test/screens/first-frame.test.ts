// The first frame, drawn by hand: in the places of the real screen, and as safe as it.

import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCachedScreen, renderFirstFrame } from '../../src/terminal/index.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { takeSeat } from '../support/seat.tsx';

async function drawn(bytes: string, columns: number, rows: number): Promise<string[]> {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(bytes, resolve));
  const { active } = emulator.buffer;
  const lines = Array.from({ length: rows }, (_, row) =>
    (active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
  );
  emulator.dispose();
  return lines;
}

test('what it shows stands where the real screen shows it', async () => {
  const server = createFakeServer();
  server.addUser('ada');
  server.addRoom('garden');
  server.addRoom('lobby');
  await using seat = await takeSeat(server, { token: 'ada', columns: 90 });
  const real = await seat.sees('Message #garden');
  const cached = {
    server: 'http://test',
    username: 'ada',
    rooms: ['garden', 'lobby'],
    room: 'garden',
  };
  const frame = await drawn(renderFirstFrame({ columns: 90, rows: 24, cached }), 90, 24);
  for (const row of [0, 1, 2]) expect(real[row]).toBe(frame[row]);
  expect(frame[23]).toBe(' ◌ connecting …  ada@test');
});

test('whatever was remembered, in whatever window, only our own sequences are written', () => {
  fc.assert(
    fc.property(
      fc.record({
        server: fc.string({ unit: 'binary' }),
        rooms: fc.array(fc.string({ unit: 'binary' })),
      }),
      fc.integer({ min: 0, max: 130 }),
      fc.integer({ min: 0, max: 50 }),
      (remembered, columns, rows) => {
        const cached = parseCachedScreen(
          JSON.stringify({ ...remembered, room: remembered.rooms[0] }),
        );
        const bytes = renderFirstFrame({ columns, rows, cached });
        const text = bytes.replaceAll(/\u001b\[(?:\d+;\d+H|[HJ]|\d*m|\?1049h|\?25l)/gu, '');
        expect(text).not.toMatch(/[^\u0020-\u007e◌…│─]/u);
      },
    ),
  );
});
