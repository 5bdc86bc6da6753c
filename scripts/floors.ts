// The floors of the house: which folder may import which. `check-floors.ts` holds the tree to it.

/** What a room — a folder, or a lone file, directly under a package's `src` — may do beyond the rule. */
export interface Room {
  /** Rooms of its own floor that it may import. */
  beside?: readonly string[];
  /** Of the rooms below, these alone. */
  only?: readonly string[];
  /** Of the rooms below, not these. */
  not?: readonly string[];
  /** Outside packages that it may not import. */
  never?: readonly string[];
  /** Outside or workspace packages of which it may import types. */
  types?: readonly string[];
  /** It has no door: each of its files may be imported from above. */
  isOpen?: boolean;
  /** Its files and folders may not import one another. */
  isApart?: boolean;
  /** It may read `process.env`. */
  readsEnvironment?: boolean;
}

export type Floor = Readonly<Record<string, Room>>;

const aboveContexts: Room = { not: ['repo'], never: ['drizzle-orm', 'postgres', 'pg'] };
const withoutScreen: Room = { never: ['react', 'ink'] };

/**
 * Per package its floors, lowest first. The rule: a room may import `shared` and the rooms of all
 * lower floors, a folder only by its door (`index.ts`), and nothing of its own floor or above.
 */
export const house = {
  /** Ground: its files import one another without circles, and know neither clock nor machine. */
  shared: [],
  daemon: [
    { config: { readsEnvironment: true }, supervision: {}, telemetry: {}, version: {} },
    {
      repo: {},
      pubsub: { beside: ['repo'] },
      presence: { beside: ['pubsub'] },
      jobs: { beside: ['repo'] },
      mail: {},
      cache: {},
    },
    { accounts: {} },
    { blog: {}, chat: {} },
    { workers: aboveContexts, web: aboveContexts },
    { application: {} },
    { cli: { isOpen: true } },
    { main: { readsEnvironment: true } },
  ],
  tui: [
    {
      config: { readsEnvironment: true },
      theme: {},
      keymap: {},
      router: {},
      terminal: { beside: ['theme'] },
      api: { types: ['@parley/daemon'] },
    },
    { stores: withoutScreen, commands: withoutScreen },
    { hooks: {} },
    { components: { only: ['theme', 'hooks'], isOpen: true } },
    { screens: { not: ['api'], isOpen: true, isApart: true } },
    { app: {} },
    { main: { readsEnvironment: true } },
  ],
} as const satisfies Record<string, readonly Floor[]>;

export type Package = keyof typeof house;

export const packages = Object.keys(house) as Package[];

/** Doors besides each folder's `index.ts`. */
export const moreDoors: readonly string[] = [
  'daemon/repo/embedded/index.ts',
  'tui/terminal/first-frame.ts',
];

/** A context may name another's table in a foreign key, so these files may import one another. */
export const foreignKeyFile = 'tables.ts';
