// `parleyd migrate`: brings the database to the newest schema, or tells where it is.

import { listMigrations, migrateDatabase } from '../repo/index.ts';
import type { CommandContext } from './command.ts';
import { openDatabase } from './database.ts';

export async function migrate({ config, words, isJson, print }: CommandContext): Promise<number> {
  await using database = await openDatabase(config);
  if (words[0] !== 'status') await migrateDatabase(database.url);
  const items = await listMigrations(database.url);
  if (isJson) print(JSON.stringify({ items }));
  else for (const { name, isApplied } of items) print(`${isApplied ? '✓' : '·'} ${name}`);
  return 0;
}
