// `tui doctor`: looks at everything the client stands on, and says what it sees.

import type { CommandContext } from './context.ts';

interface Finding {
  readonly name: string;
  readonly value: string;
  /** What is wrong with it, if anything. */
  readonly problem?: string;
}

const unreachableStatus = 7;

/** The exit status is 7 when the server cannot be reached, else 0. */
export async function examine(context: CommandContext): Promise<number> {
  const { config, version, streams } = context;
  const { places, environment } = config;
  const server = await examineServer(context);
  const findings: Finding[] = [
    { name: 'client', value: `tui ${version}, Node ${process.versions.node}` },
    { name: 'server', value: `${config.server} (from ${config.serverSource})` },
    ...server,
    { name: 'profile', value: config.profile },
    { name: 'settings', value: places.settings },
    { name: 'tokens', value: places.tokens },
    { name: 'drafts', value: places.drafts },
    { name: 'cache', value: places.cache },
    {
      name: 'terminal',
      value: Object.entries(environment.terminal)
        .map(([name, value]) => `${name}=${value ?? ''}`)
        .join(' '),
      problem: findTerminalProblem(context),
    },
    { name: 'colours', value: environment.isColorful ? 'yes' : 'no' },
    { name: 'size', value: String(streams.stdout.columns ?? 'no terminal') },
    { name: 'editor', value: environment.editor ?? 'vi' },
  ];
  const width = Math.max(...findings.map(({ name }) => name.length));
  context.result(
    { items: findings },
    ...findings.map(({ name, value, problem }) =>
      [`${name.padEnd(width)}  ${value}`, ...(problem ? [`– ${problem}`] : [])].join(' '),
    ),
  );
  return server.some(({ name, problem }) => name === 'connection' && problem !== undefined)
    ? unreachableStatus
    : 0;
}

async function examineServer(context: CommandContext): Promise<Finding[]> {
  const api = await context.api().catch((error: unknown) => describe(error));
  if (typeof api === 'string') return [{ name: 'session', value: 'unusable', problem: api }];
  const started = performance.now();
  try {
    const { version, registration } = await api.system.info.query();
    const took = `${Math.round(performance.now() - started)} ms`;
    return [
      { name: 'connection', value: `parleyd ${version}, ${took}, registration ${registration}` },
      await examineSession(context),
    ];
  } catch (error) {
    return [{ name: 'connection', value: 'none', problem: describe(error) }];
  }
}

async function examineSession(context: CommandContext): Promise<Finding> {
  const name = 'session';
  if ((await context.token()) === null) return { name, value: 'not logged in' };
  try {
    const api = await context.api();
    const { username, role } = await api.accounts.me.query();
    return { name, value: `${username}, ${role}` };
  } catch (error) {
    return { name, value: 'not valid', problem: describe(error) };
  }
}

function findTerminalProblem({ config }: CommandContext): string | undefined {
  const { TERM, LANG } = config.environment.terminal;
  if (TERM === undefined || TERM === 'dumb') return 'it cannot draw: the client needs another one';
  if (LANG !== undefined && !/utf-?8/i.test(LANG))
    return 'LANG names no UTF-8: text may look wrong';
  return undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
