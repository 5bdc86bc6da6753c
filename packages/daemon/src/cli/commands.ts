// The commands of `parleyd`. Each is loaded when it is run: a question about the daemon does not wait for all of it.

import { describeConfig } from '../config/index.ts';
import { restart, startInBackground, stop, tellStatus } from './background.ts';
import type { Command } from './command.ts';

export const commands: readonly Command[] = [
  {
    name: 'start',
    summary: 'serve in the foreground (default)',
    run: async (context) => (await import('./start.ts')).serve(context),
  },
  { name: 'daemon', summary: 'serve in the background', run: startInBackground },
  { name: 'stop', summary: 'stop the daemon of this data directory', run: stop },
  { name: 'restart', summary: 'stop it, then serve in the background', run: restart },
  { name: 'status', summary: 'version, address and the supervision tree', run: tellStatus },
  {
    name: 'user',
    summary: 'accounts, on the machine itself; passwords come on standard input',
    run: async (context) => (await import('./users.ts')).manageUsers(context),
  },
  {
    name: 'migrate',
    summary: 'bring the database to the newest schema, or tell where it is',
    run: async (context) => (await import('./migrate.ts')).migrate(context),
  },
  {
    name: 'config',
    summary: 'every setting with its value and where that came from',
    async run({ loaded, isJson, print }) {
      const items = describeConfig(loaded);
      if (isJson) print(JSON.stringify({ items }));
      else for (const { env, value, source } of items) print(`${env}=${value}  (${source})`);
      return 0;
    },
  },
];
