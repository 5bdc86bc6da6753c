// A stage for supervision tests: children that do as they are told and a record of what happened.

import type { ChildContext, ChildSpec, SupervisionLog } from '../../src/supervision/index.ts';
import { createManualClock } from '../../src/telemetry/index.ts';

/** What each further start of a child does; the last one repeats. `hang` heeds only its signal. */
export type StartScript = ('ok' | 'throw' | 'hang' | 'deaf')[];

export interface ActorOptions extends Partial<ChildSpec> {
  starts?: StartScript;
  stops?: 'ok' | 'throw' | 'hang';
  /** Every start waits for it first. */
  gate?: Promise<void>;
}

export interface Stage {
  clock: ReturnType<typeof createManualClock>;
  log: SupervisionLog & { readonly lines: string[] };
  /** `+a` started, `-a` stopped, in order. */
  events: string[];
  /** Who is up, in the order they came up. */
  alive: Set<string>;
  actor(id: string, options?: ActorOptions): ChildSpec;
  /** Reports the death of the newest life of a child; false when it never lived. */
  crash(id: string, reason?: unknown): boolean;
  finish(id: string): boolean;
  /** Every context a child was given, oldest first. */
  contexts(id: string): ChildContext[];
  /** Forgets the events so far, and returns them. */
  take(): string[];
}

export function createStage(): Stage {
  const clock = createManualClock();
  const events: string[] = [];
  const alive = new Set<string>();
  const contexts = new Map<string, ChildContext[]>();
  const lines: string[] = [];
  const write = (_fields: object, message: string) => void lines.push(message);
  const log = { lines, info: write, warn: write, error: write, child: () => log };

  return {
    clock,
    log,
    events,
    alive,
    actor(id, { starts = ['ok'], stops = 'ok', gate, ...rest } = {}) {
      let round = 0;
      return {
        id,
        why: `${id} stands here for the test`,
        startTimeoutMs: 100,
        stopTimeoutMs: 100,
        async start(context) {
          contexts.set(id, [...(contexts.get(id) ?? []), context]);
          await gate;
          const script = starts[Math.min(round++, starts.length - 1)];
          if (script === 'throw') throw new Error(`${id} cannot start`);
          if (script === 'deaf') await new Promise(() => {});
          if (script === 'hang') await rejectWhenAborted(context.signal);
          if (alive.has(id)) throw new Error(`${id} lives twice`);
          events.push(`+${id}`);
          alive.add(id);
          return {
            async stop() {
              if (!alive.delete(id)) events.push(`!${id} stopped twice`);
              events.push(`-${id}`);
              if (stops === 'throw') throw new Error(`${id} cannot stop`);
              if (stops === 'hang') await new Promise(() => {});
            },
          };
        },
        ...rest,
      };
    },
    crash(id, reason = new Error(`${id} died`)) {
      const context = contexts.get(id)?.at(-1);
      context?.fail(reason);
      return context !== undefined;
    },
    finish(id) {
      const context = contexts.get(id)?.at(-1);
      context?.finish();
      return context !== undefined;
    },
    contexts: (id) => contexts.get(id) ?? [],
    take: () => events.splice(0),
  };
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
