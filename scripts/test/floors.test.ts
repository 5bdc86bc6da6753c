// The floors' fence: it must bark at a planted violation of every kind, and be silent on a clean tree.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFloors } from '../check-floors.ts';
import { type Floor, house, type Room } from '../floors.ts';

let root: string;

const clean: Record<string, string> = {
  'shared/src/limits.ts': 'export const limits = { name: 3 };',
  'shared/src/fields.ts':
    "import { z } from 'zod';\nimport { limits } from './limits.ts';\nexport const name = z.string().max(limits.name);\nexport const at = new Date(0);",
  'daemon/src/config/index.ts': 'export const level = process.env.LEVEL;',
  'daemon/src/telemetry/index.ts':
    "import { now } from './clock.ts';\nimport type { Row } from '@parley/shared/fields';\nexport const log = now as unknown as Row;",
  'daemon/src/telemetry/clock.ts': 'export const now = () => Date.now();',
  'daemon/src/repo/index.ts': "import 'postgres';\nexport * from '../config/index.ts';",
  'daemon/src/repo/connect.ts': 'export const connect = 1;',
  'daemon/src/repo/embedded/index.ts': 'export const start = 1;',
  'daemon/src/repo/embedded/lock.ts': 'export const lock = 1;',
  'daemon/src/pubsub/index.ts': "import '../repo/index.ts';",
  'daemon/src/presence/index.ts': "import '../pubsub/index.ts';",
  'daemon/src/accounts/index.ts': "import '../presence/index.ts';\nimport './tables.ts';",
  'daemon/src/accounts/tables.ts': "import 'drizzle-orm/pg-core';",
  'daemon/src/blog/index.ts': "import '../accounts/index.ts';\nimport './tables.ts';",
  'daemon/src/blog/tables.ts': "import '../accounts/tables.ts';",
  'daemon/src/chat/index.ts': "import '../accounts/index.ts';",
  'daemon/src/web/index.ts': "import '../blog/index.ts';\nimport '../chat/index.ts';",
  'daemon/src/workers/index.ts': "import '../blog/index.ts';",
  'daemon/src/application.ts':
    "import './web/index.ts';\nimport { start } from './repo/embedded/index.ts';\nexport { start };",
  'daemon/src/cli/start.ts': "import '../application.ts';",
  'daemon/src/main.ts': "import './cli/start.ts';\nconsole.log(process.env.HOME);",
  'tui/src/theme/index.ts': 'export const theme = 1;',
  'tui/src/api/index.ts':
    "import type { AppRouter } from '@parley/daemon';\nexport type R = AppRouter;",
  'tui/src/stores/index.ts': "import '../api/index.ts';\nimport 'zustand/vanilla';",
  'tui/src/commands/index.ts': "const load = () => import('../theme/index.ts');\nexport { load };",
  'tui/src/hooks/index.ts': "import 'react';\nimport '../stores/index.ts';",
  'tui/src/components/box.tsx':
    "import { theme } from '../theme/index.ts';\nexport const Box = () => <b>{theme}</b>;",
  'tui/src/screens/room.tsx': "import '../components/box.tsx';\nimport '../hooks/index.ts';",
  'tui/src/screens/posts.tsx': "import 'ink';",
  'tui/src/app.tsx': "import './screens/room.tsx';\nimport './screens/posts.tsx';",
  'tui/src/main.tsx': "import './app.tsx';\nexport const home = process.env.HOME;",
};

const write = (path: string, text: string) => {
  const file = join(root, 'packages', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-floors-'));
  for (const [path, text] of Object.entries(clean)) write(path, text);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a clean tree passes, and its imports were read', () => {
  const report = checkFloors(root);
  expect(report.problems).toEqual([]);
  expect(report.files).toBe(Object.keys(clean).length);
  expect(report.imports).toBeGreaterThan(30);
});

// File, what is written into it, and a part of the complaint.
const violations = `
daemon/src/blog/post.ts      import '../chat/index.ts'                         blog may not import chat
daemon/src/chat/a.ts         import type { A } from '../blog/index.ts'         chat may not import blog
daemon/src/chat/a.ts         export type A = import('../blog/index.ts').A      chat may not import blog
daemon/src/chat/a.ts         export { a } from '../blog/index.ts'              chat may not import blog
daemon/src/chat/a.ts         export * from '../blog/index.ts'                  chat may not import blog
daemon/src/chat/a.ts         await import('../blog/index.ts')                  chat may not import blog
daemon/src/chat/a.ts         await import(name)                                only known when it runs
daemon/src/repo/a.ts         import '../accounts/index.ts'                     repo may not import accounts
daemon/src/telemetry/a.ts    import '../config/index.ts'                       telemetry may not import config
daemon/src/repo/a.ts         import '../pubsub/index.ts'                       repo may not import pubsub
daemon/src/web/a.ts          import '../repo/index.ts'                         web may not import repo
daemon/src/web/a.ts          import 'drizzle-orm/pg-core'                      web may not import drizzle-orm
daemon/src/workers/a.ts      import 'postgres'                                 workers may not import postgres
daemon/src/workers/a.ts      import '../web/index.ts'                          workers may not import web
daemon/src/accounts/a.ts     import '../repo/connect.ts'                       not the door of repo
daemon/src/application.ts    import './repo/embedded/lock.ts'                  not the door of repo
daemon/src/blog/a.ts         import '../accounts/tables.ts'                    not the door of accounts
daemon/src/blog/a.ts         import './gone.ts'                                which is not there
daemon/src/helpers/a.ts      import '../config/index.ts'                       stands on no floor
daemon/src/web/a.ts          import '@parley/tui'                              may not import @parley/tui
daemon/src/blog/a.ts         export const a = process.env.A                    reads process.env
daemon/src/blog/a.ts         export const { env } = process                    reads { env } = process
daemon/src/blog/a.ts         import { env } from 'node:process'                reads node:process
daemon/src/telemetry/clock.ts  import './index.ts'                             a circle, telemetry/clock.ts
shared/src/a.ts              import 'node:fs'                                  imports node:fs
shared/src/a.ts              export const a = process.pid                      uses process.pid
shared/src/a.ts              export const a = Date.now()                       uses Date.now
shared/src/a.ts              export const a = new Date()                       uses new Date()
shared/src/a.ts              export const a = Math.random()                    uses Math.random
shared/src/a.ts              export const a = fetch('http://parley.test')      uses fetch()
shared/src/limits.ts         import type { A } from './fields.ts'              a circle, fields.ts → limits.ts
tui/src/theme/a.ts           import '../api/index.ts'                          theme may not import api
tui/src/stores/a.ts          import 'react'                                    stores may not import react
tui/src/commands/a.ts        import 'ink'                                      commands may not import ink
tui/src/components/a.tsx     import '../stores/index.ts'                       components may not import stores
tui/src/screens/room.tsx     import './posts.tsx'                              screens may not import one another
tui/src/screens/room.tsx     import '../api/index.ts'                          screens may not import api
tui/src/api/a.ts             import { a } from '@parley/daemon'                but its types
tui/src/hooks/a.ts           import type { A } from '@parley/daemon'           hooks may not import @parley/daemon
tui/src/api/a.ts             import '../../../daemon/src/main.ts'              outside of its package
`;

const rows = violations
  .trim()
  .split('\n')
  .map((row) => row.split(/ {2,}/) as [path: string, text: string, complaint: string]);

test.each(rows)('it barks: %s %s', (path, text, complaint) => {
  write(path, text);
  const { problems } = checkFloors(root);
  expect(problems.filter((problem) => problem.includes(complaint))).toHaveLength(1);
});

test('a package of which no import was read fails', () => {
  rmSync(join(root, 'packages/tui'), { recursive: true });
  expect(checkFloors(root).problems).toEqual(['packages/tui/src: no imports were read']);
});

test('a file that cannot be parsed fails', () => {
  write('tui/src/api/a.ts', 'export const = 1;');
  expect(() => checkFloors(root)).toThrow(/api\/a\.ts/);
});

test('the table names each room once, and allows only rooms that there are', () => {
  for (const floors of Object.values(house) as (readonly Floor[])[]) {
    const rooms = floors.flatMap((floor) => Object.entries<Room>(floor));
    const names = rooms.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [, { beside = [], only = [], not = [] }] of rooms) {
      expect(names).toEqual(expect.arrayContaining([...beside, ...only, ...not]));
    }
  }
});
