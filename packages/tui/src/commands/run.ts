// Runs one command line, from its words to its exit status.

import type { ClientConfig, Environment } from '../config/index.ts';
import { loadClientConfig } from '../config/index.ts';
import { type Invocation, parseCommandLine } from './arguments.ts';
import type { Command } from './command.ts';
import { createContext, requireToken } from './context.ts';
import { createOutput } from './output.ts';
import { reportError } from './report-error.ts';
import type { Streams } from './streams.ts';
import { commandTable } from './table.ts';

export interface World {
  readonly streams: Streams;
  readonly environment: Environment;
  readonly version: string;
  /** Starts the interactive client. @returns its exit status. */
  openApp(config: ClientConfig, start?: { open?: string }): Promise<number>;
}

/** @returns the exit status; never throws. */
export async function runCommandLine(argv: readonly string[], world: World): Promise<number> {
  const { streams } = world;
  let command: Command | null = null;
  try {
    const invocation = parseCommandLine(argv, commandTable);
    command = invocation.command;
    return await run(invocation, world);
  } catch (error) {
    return reportError(error, streams, { isJson: argv.includes('--json'), command });
  }
}

async function run(invocation: Invocation, world: World): Promise<number> {
  const { command, switches, values } = invocation;
  const { streams, environment, version } = world;
  const output = createOutput(streams, { isJson: switches.has('json') });
  if (switches.has('version')) {
    output.result({ version }, version);
    return 0;
  }
  if (switches.has('help')) {
    output.raw(await renderHelp(invocation));
    return 0;
  }
  const config = await loadClientConfig(
    {
      server: values.get('server'),
      profile: values.get('profile'),
      isInsecure: switches.has('insecure'),
    },
    environment,
  );
  if (command === null) return world.openApp(config);
  const context = createContext(invocation, {
    config,
    streams,
    output,
    version,
    table: commandTable,
    openApp: (start) => world.openApp(config, start),
  });
  if (command.needsLogin) await requireToken(context);
  const execute = await command.load();
  return (await execute(context)) ?? 0;
}

async function renderHelp({ command, group }: Invocation): Promise<string> {
  const { renderCommand, renderGroup, renderOverview } = await import('./help.ts');
  if (command === null) return renderOverview(commandTable);
  return group === null ? renderCommand(command) : renderGroup(group, commandTable);
}
