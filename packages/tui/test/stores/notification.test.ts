// Notifying outside the window: hours that reach over midnight, times that people type, inert sequences.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNotifications } from '../../src/config/notifications.ts';
import { isQuietHour } from '../../src/stores/notification.ts';
import { parseQuiet } from '../../src/stores/quiet.ts';
import { desktopNotification } from '../../src/terminal/notify.ts';

test('quiet hours may reach over midnight', () => {
  const at = (hour: number) => new Date(2026, 2, 1, hour, 30).getTime();
  const night = { about: 'all', quietHours: { from: 22 * 60, to: 7 * 60 } } as const;
  expect([21, 22, 3, 6, 7].map((hour) => isQuietHour(night, at(hour)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(isQuietHour({ about: 'all', quietHours: null }, at(3))).toBe(false);
});

test('quiet is for minutes, hours or days, or off', () => {
  expect(parseQuiet('90m', 0)).toBe('1970-01-01T01:30:00.000Z');
  expect(parseQuiet('2 hours', 0)).toBe('1970-01-01T02:00:00.000Z');
  expect(parseQuiet('off', 0)).toBeNull();
  for (const text of ['', '0h', 'soon', '-1h', '99999h'])
    expect(parseQuiet(text, 0)).toBeUndefined();
});

test('row 94: whatever others write, a desktop notification is one sequence and nothing else', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, fc.constantFrom('osc9', 'osc777'), (title, body, kind) => {
      const written = desktopNotification(kind, { title, body });
      expect(written.slice(2, -2)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      expect(written.match(/;/g)).toHaveLength(kind === 'osc9' ? 1 : 3);
    }),
  );
});

test('settings say what is wrong with them', () => {
  expect(parseNotifications({ quietHours: '22:00-07:00', program: ['/bin/notify'] })).toEqual({
    bell: true,
    desktop: 'off',
    program: ['/bin/notify'],
    about: 'mentions',
    quietHours: { from: 1_320, to: 420 },
  });
  for (const raw of [
    null,
    { bell: 1 },
    { desktop: 'loud' },
    { program: 'rm -rf /' },
    { about: 'me' },
    { quietHours: '25:00-07:00' },
  ])
    expect(parseNotifications(raw)).toHaveProperty('problem');
});
