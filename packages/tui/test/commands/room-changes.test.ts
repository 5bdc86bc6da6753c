// Edits and deletions are told once each, whatever a reconnect repeats.

import type { MessageView } from '@parley/shared/chat';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChangeTracker, type RoomChange } from '../../src/commands/room-changes.ts';

interface Versions {
  seq: number;
  change: number;
  edits: number;
  isDeleted: boolean;
}
const view = ({ seq, change, edits, isDeleted }: Versions) =>
  ({
    id: `m${seq}`,
    roomId: 'r',
    seq,
    change,
    editedAt: edits === 0 ? null : `edit ${edits}`,
    deletedAt: isDeleted ? 'then' : null,
  }) as MessageView;

/** What was last told of a message. */
const nameOf = (change: RoomChange): [string, string] =>
  change.type === 'message.deleted'
    ? [change.id, 'deleted']
    : [change.message.id, change.message.editedAt!];

test('whatever is heard live or told again, the last word on every message is told, and nothing twice', () => {
  const step = fc.record({
    kind: fc.constantFrom('edit', 'delete', 'react', 'rejoin'),
    seq: fc.integer({ min: 1, max: 5 }),
    isHeard: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 0, max: 5 }),
      (steps, shown) => {
        const room = [1, 2, 3, 4, 5].map((seq) => ({ seq, change: 0, edits: 0, isDeleted: false }));
        const tracker = createChangeTracker();
        for (const message of room.slice(0, shown)) tracker.show(view(message));
        const told: [string, string][] = tracker.rejoin([]).map(nameOf);
        let changes = 0;
        let isAway = false;
        const rejoin = () => {
          const changed = room.filter(({ change }) => change > 0).map(view);
          told.push(...tracker.rejoin(changed).map(nameOf));
          isAway = false;
        };
        for (const { kind, seq, isHeard } of steps) {
          const message = room[seq - 1]!;
          if (kind === 'rejoin') rejoin();
          if (kind === 'rejoin' || message.isDeleted) continue;
          // Whoever is away hears nothing until it has joined again.
          isAway ||= !isHeard;
          message.change = changes += 1;
          if (kind === 'edit') message.edits += 1;
          if (kind === 'delete') message.isDeleted = true;
          if (kind === 'react' || isAway) continue;
          const event =
            kind === 'edit'
              ? ({ type: 'message.edited', seq, message: view(message) } as const)
              : ({
                  type: 'message.deleted',
                  seq,
                  id: `m${seq}`,
                  change: changes,
                  deletedAt: 'then',
                } as const);
          if (tracker.hear(event)) told.push(nameOf({ ...event, roomId: 'r' }));
          expect(tracker.hear(event)).toBe(false);
        }
        rejoin();
        rejoin();
        for (const { seq, edits, isDeleted } of room) {
          const words = told.filter(([id]) => id === `m${seq}`).map(([, word]) => word);
          const last = isDeleted ? 'deleted' : edits > 0 ? `edit ${edits}` : undefined;
          expect(words.at(-1)).toBe(last);
          if (seq <= shown) expect(new Set(words).size).toBe(words.length);
        }
      },
    ),
  );
});

test('what was changed before one came is no news, unless it was shown otherwise', () => {
  const tracker = createChangeTracker();
  tracker.show(view({ seq: 2, change: 1, edits: 1, isDeleted: false }));
  tracker.show(view({ seq: 3, change: 0, edits: 0, isDeleted: false }));
  const changed = [
    view({ seq: 1, change: 3, edits: 1, isDeleted: false }),
    view({ seq: 2, change: 1, edits: 1, isDeleted: false }),
    view({ seq: 3, change: 2, edits: 1, isDeleted: false }),
  ];
  expect(tracker.rejoin(changed).map(nameOf)).toEqual([['m3', 'edit 1']]);
  expect(tracker.rejoin(changed)).toEqual([]);
});
