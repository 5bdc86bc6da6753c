// What a command of `parleyd` is.

import type { Config, LoadedConfig } from '../config/index.ts';

export interface CommandContext {
  config: Config;
  loaded: LoadedConfig;
  /** Words of the command line that are no options, after the command's name. */
  words: readonly string[];
  isJson: boolean;
  env: NodeJS.ProcessEnv;
  /** One line to stdout. */
  print(line: string): void;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** @returns the exit status. */
  run(context: CommandContext): Promise<number>;
}
