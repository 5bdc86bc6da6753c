// Pools of connections: however many statements are asked for at once, each pool opens no more than its own.

import { expect, onTestFinished, test } from 'vitest';
import { connectRepo, type Repo } from '../../src/repo/index.ts';
import { createTestDatabase } from '../support/postgres.ts';

const max = 6;
const statements: [name: string, most: number, run: (repo: Repo) => PromiseLike<unknown>][] = [
  ['sql', max, ({ sql }) => sql`select 1`],
  ['db', max, ({ db }) => db.execute('select 1')],
  ['transact', max, ({ transact }) => transact((tx) => tx.execute('select 1'))],
  ['pipeline', 1, ({ pipeline }) => pipeline`select 1`],
  ['bounded', 4, ({ bounded }) => bounded`select 1`],
];

test.each(statements)(
  'F18: %s: 40 at once are answered over %i connections',
  async (_name, most, run) => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const [repo, other] = [
      connectRepo({ url: database.url, max }),
      connectRepo({ url: database.url }),
    ];
    onTestFinished(() => Promise.all([repo.close(), other.close()]).then(() => {}));
    await Promise.all(Array.from({ length: 40 }, () => run(repo)));
    const [row] = await other.sql`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'parleyd' and pid <> pg_backend_pid()`;
    expect(row?.count).toBe(most);
  },
);
