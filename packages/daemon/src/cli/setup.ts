// `parleyd migrate` and `parleyd config`: the schema and the settings in force.

import { describeConfig } from '../config/index.ts';
import { listMigrations, migrateDatabase } from '../repo/index.ts';
import type { Command } from './command.ts';
import { openDatabase } from './database.ts';

export const setup: readonly Command[] = [
  {
    name: 'migrate',
    usage: 'migrate [status]',
    summary: 'bring the database to the newest schema, or tell where it is',
    async run({ config, words, isJson, print }) {
      await using database = await openDatabase(config);
      if (words[0] !== 'status') await migrateDatabase(database.url);
      const items = await listMigrations(database.url);
      if (isJson) print(JSON.stringify({ items }));
      else for (const { name, isApplied } of items) print(`${isApplied ? '✓' : '·'} ${name}`);
      return 0;
    },
  },
  {
    name: 'config',
    usage: 'config [--json]',
    summary: 'every setting with its value and where that came from',
    async run({ loaded, isJson, print }) {
      const items = describeConfig(loaded);
      if (isJson) print(JSON.stringify({ items }));
      else for (const { env, value, source } of items) print(`${env}=${value}  (${source})`);
      return 0;
    },
  },
];
