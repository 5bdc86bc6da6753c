// The only reader of the process's environment: all that the client takes from it, by name.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface Environment {
  readonly server?: string;
  readonly token?: string;
  readonly profile?: string;
  /** The command that opens a text for writing; may have arguments of its own. */
  readonly editor?: string;
  /** False when `NO_COLOR` is set or the terminal is dumb. */
  readonly isColorful: boolean;
  /** XDG base directories. */
  readonly configHome: string;
  readonly stateHome: string;
  readonly cacheHome: string;
  /** What the terminal tells of itself. */
  readonly terminal: Readonly<Record<'TERM' | 'COLORTERM' | 'LANG' | 'TMUX', string | undefined>>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as unset, as XDG and NO_COLOR ask. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const read = (name: string) => variables[name] || undefined;
  const home = read('HOME') ?? homedir();
  // The standard says: a base directory that is not absolute is ignored.
  const base = (name: string, fallback: string) => {
    const value = read(name);
    return value !== undefined && isAbsolute(value) ? value : join(home, fallback);
  };
  return {
    server: read('PARLEY_SERVER'),
    token: read('PARLEY_TOKEN'),
    profile: read('PARLEY_PROFILE'),
    editor: read('VISUAL') ?? read('EDITOR'),
    isColorful: read('NO_COLOR') === undefined && read('TERM') !== 'dumb',
    configHome: base('XDG_CONFIG_HOME', '.config'),
    stateHome: base('XDG_STATE_HOME', '.local/state'),
    cacheHome: base('XDG_CACHE_HOME', '.cache'),
    terminal: {
      TERM: read('TERM'),
      COLORTERM: read('COLORTERM'),
      LANG: read('LC_ALL') ?? read('LC_CTYPE') ?? read('LANG'),
      TMUX: read('TMUX'),
    },
  };
}
