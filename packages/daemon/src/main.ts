#!/usr/bin/env node
// `parleyd`: reads the command line, settles the configuration, runs one command.

import { DomainError, errorTable } from '@parley/shared/errors';
import { commands } from './cli/commands.ts';
import { flush } from './cli/flush.ts';
import { ConfigError, loadConfig } from './config/index.ts';
import { version } from './version.ts';

function renderHelp(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'parleyd: the Parley daemon',
    '',
    'Usage: parleyd [COMMAND] [OPTIONS]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Every setting is also an option, e.g. --port 4000; "parleyd config" lists them.',
  ].join('\n');
}

async function main(argv: string[]): Promise<number> {
  const own = new Set(['--json', '--help', '-h', '--version', '--status']);
  const asked = new Set(argv.filter((word) => own.has(word)));
  const rest = argv.filter((word) => !own.has(word));
  const name = rest[0] === undefined || rest[0].startsWith('-') ? 'start' : rest.shift()!;
  const print = (line: string) => process.stdout.write(`${line}\n`);

  if (asked.has('--version')) {
    print(version);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (asked.has('--help') || asked.has('-h') || name === 'help') {
    print(renderHelp());
    return 0;
  }
  if (!command) {
    process.stderr.write(`Unknown command "${name}".\n\n${renderHelp()}\n`);
    return 2;
  }
  const loaded = await loadConfig({ argv: rest, env: process.env });
  const words = [...loaded.words, ...(asked.has('--status') ? ['status'] : [])];
  const isJson = asked.has('--json');
  const { config } = loaded;
  try {
    return await command.run({ config, loaded, words, isJson, env: process.env, print });
  } catch (error) {
    const { explainUnusable } = await import('./cli/database.ts');
    const unusable = explainUnusable(error, loaded);
    if (!unusable) throw error;
    process.stderr.write(`parleyd: ${unusable.text}\n`);
    return errorTable[unusable.isAway ? 'unavailable' : 'internal'].exit;
  }
}

// A reader that has seen enough, such as `head`, is no failure.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    const domain =
      error instanceof DomainError ? error : (await import('./web/index.ts')).toDomainError(error);
    const text =
      domain.code === 'internal' && error instanceof Error ? error.message : domain.message;
    process.stderr.write(`parleyd: ${text}\n`);
    process.exitCode = errorTable[domain.code].exit;
  }
}
await flush(process.stdout);
await flush(process.stderr);
// A hanging handle must not keep a finished command alive.
process.exit();
