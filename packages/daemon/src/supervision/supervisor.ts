// A supervisor: starts an ordered list of children, brings the dead ones back, and stops all.
//
// It is an actor. Whatever changes it (a start, a death, the end of a rest, a stop) is a message
// in one mailbox and is handled to its end before the next, so no two of them ever interleave.
//
//   idle ──start──▶ starting ──all up──▶ running ──stop──▶ stopping ──▶ stopped
//                      │                    └─ too many restarts ─▶ stopping ──▶ failed
//                      └─ a child does not start ─▶ stopping ──▶ stopped
//
// Start goes down the list, each child ready before the next; stop goes up, each child down before
// the next. The order is that of the list, whatever died and came back in between: a child stands
// on those above it. When a child does not start at boot, those above are stopped and `start`
// rejects: a daemon that cannot begin says so instead of trying for ever.
//
// A death after boot takes the affected siblings down, last first (`selectAffected`), and the dead
// child rests (`backing_off`, its siblings `waiting`). When the rest is over they start again in
// order; one that fails to start is a further death. A death of a child that is already down is
// stale and ignored. When deaths are too intense, all is stopped and
// `onEscalate` called: a supervisor above treats it as the death of its child, the root exits.
//
// `stop` does not wait behind a rest or a slow start: it aborts the start under way (which then
// counts as no death), and what is queued finds the supervisor stopping and does nothing.
// Because of the mailbox, a child must not await `startChild` or `stopChild` of its own supervisor
// inside its `start` or `stop`.

import { type Backoff, computeDelay, defaultBackoff } from './backoff.ts';
import type {
  ChildSpec,
  ChildState,
  Ending,
  SupervisionClock,
  SupervisionLog,
  SupervisorState,
  SupervisorStatus,
} from './child.ts';
import { ChildStartError, EscalationError, SupervisorStoppedError, toMessage } from './errors.ts';
import { defaultIntensity, type Intensity, isTooIntense, recordRestart } from './intensity.ts';
import { beginLife } from './life.ts';
import { createMailbox } from './mailbox.ts';
import { type Child, createChild, describeChild } from './roster.ts';
import { isRestarted, type Strategy, selectAffected } from './strategy.ts';

export interface SupervisorOptions {
  id: string;
  strategy: Strategy;
  /** In start order; ids are unique. */
  children: readonly ChildSpec[];
  intensity?: Intensity;
  backoff?: Partial<Backoff>;
  clock: SupervisionClock;
  log: SupervisionLog;
  /** In [0, 1), for the jitter. */
  random?: () => number;
  /** Called once, when everything is stopped because children died too often. */
  onEscalate(error: EscalationError): void;
}

export interface Supervisor {
  /** Starts all children in order; once. Throws ChildStartError, SupervisorStoppedError. */
  start(): Promise<void>;
  /** Stops all children, last first. Never rejects; later calls share the first one's promise. */
  stop(): Promise<void>;
  /**
   * Adds a child at the end and starts it; a failure is not retried. It is forgotten once it ended.
   * Only under `one_for_one`. Throws ChildStartError, SupervisorStoppedError.
   */
  startChild(spec: ChildSpec): Promise<void>;
  /** Stops a child for good; false when there is none of this id. */
  stopChild(id: string): Promise<boolean>;
  status(): SupervisorStatus;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { id, strategy, clock, intensity = defaultIntensity, random = Math.random } = options;
  const backoff = { ...defaultBackoff, ...options.backoff };
  const log = options.log.child({ supervisor: id });
  const post = createMailbox();
  const halt = new AbortController();
  const children: Child[] = [];
  let state: SupervisorState = 'idle';
  let since = clock.now();
  let restarts: readonly number[] = [];
  let stopping: Promise<void> | undefined;

  for (const spec of options.children) add(spec, false);

  function enter(next: SupervisorState): void {
    state = next;
    since = clock.now();
  }

  function move(child: Child, next: ChildState): void {
    child.state = next;
    child.since = clock.now();
  }

  function add(spec: ChildSpec, isDynamic: boolean): Child {
    if (children.some((child) => child.spec.id === spec.id)) {
      throw new Error(`supervisor "${id}" already has a child "${spec.id}"`);
    }
    const child = createChild(spec, { isDynamic, since: clock.now() });
    children.push(child);
    return child;
  }

  function forget(child: Child): void {
    const index = children.indexOf(child);
    if (child.isDynamic && index >= 0) children.splice(index, 1);
  }

  async function bringUp(child: Child): Promise<void> {
    move(child, 'starting');
    child.life = await beginLife(child.spec, {
      clock,
      log,
      signal: halt.signal,
      onEnd: (ending) => void post(() => handleEnd(child, ending)),
    });
    move(child, 'running');
  }

  async function takeDown(child: Child, next: ChildState): Promise<void> {
    child.rest?.[Symbol.dispose]();
    child.rest = undefined;
    const { life } = child;
    if (life) {
      move(child, 'stopping');
      await life.stop();
      child.life = undefined;
    }
    move(child, next);
  }

  async function takeAllDown(): Promise<void> {
    for (const child of children.toReversed()) {
      if (child.state !== 'ended') await takeDown(child, 'stopped');
    }
  }

  async function handleEnd(child: Child, ending: Ending): Promise<void> {
    const { life } = child;
    // Without a life it was taken down before this report had its turn. It cannot be a later life:
    // what would bring that up was posted after the report.
    if (halt.signal.aborted || !life) return;
    if (clock.monotonic() - life.bornAt >= backoff.resetAfterMs) child.deaths = 0;
    const reason = ending.kind === 'failed' ? ending.reason : 'finished';
    if (isRestarted(child.spec, ending)) return recover(child, reason);
    if (ending.kind === 'failed') {
      child.lastError = toMessage(reason);
      log.warn({ child: child.spec.id, err: reason }, 'child failed; not restarted');
    }
    await takeDown(child, 'ended');
    forget(child);
  }

  /** Takes the affected children down and lets the dead one rest, or gives up. */
  async function recover(child: Child, reason: unknown): Promise<void> {
    child.lastError = toMessage(reason);
    restarts = recordRestart(restarts, clock.monotonic(), intensity);
    if (isTooIntense(restarts, intensity)) return escalate(child, reason);
    for (const each of selectAffected(strategy, children, child).toReversed()) {
      if (each.state === 'ended' || each.state === 'stopped') continue;
      const isOver = each !== child && each.spec.restart === 'temporary';
      await takeDown(each, isOver ? 'ended' : 'waiting');
    }
    const delay = computeDelay(backoff, child.deaths, random());
    child.deaths += 1;
    move(child, 'backing_off');
    child.rest = clock.setTimeout(() => void post(() => restart(child)), delay);
    log.warn({ child: child.spec.id, err: reason, delay }, 'child died; restarts after a rest');
  }

  async function restart(child: Child): Promise<void> {
    // An earlier sibling may have died, or a stop arrived, since the rest was over.
    if (halt.signal.aborted || child.state !== 'backing_off') return;
    move(child, 'waiting');
    for (const each of selectAffected(strategy, children, child)) {
      if (each.state !== 'waiting') continue;
      try {
        await bringUp(each);
        each.restarts += 1;
      } catch (error) {
        if (!halt.signal.aborted) await recover(each, error);
        return;
      }
    }
    log.info({ child: child.spec.id }, 'child is back');
  }

  async function escalate(child: Child, reason: unknown): Promise<void> {
    enter('stopping');
    await takeAllDown();
    enter('failed');
    const error = new EscalationError(id, child.spec.id, reason);
    log.error({ child: child.spec.id, err: reason }, 'children died too often; gave up');
    options.onEscalate(error);
  }

  async function boot(): Promise<void> {
    for (const child of children) {
      try {
        halt.signal.throwIfAborted();
        await bringUp(child);
      } catch (error) {
        child.lastError = toMessage(error);
        enter('stopping');
        await takeAllDown();
        enter('stopped');
        throw halt.signal.aborted ? halt.signal.reason : new ChildStartError(child.spec.id, error);
      }
    }
    if (!halt.signal.aborted) enter('running');
  }

  return {
    async start() {
      if (halt.signal.aborted) throw halt.signal.reason;
      if (state !== 'idle') throw new Error(`supervisor "${id}" was started before`);
      enter('starting');
      await post(boot);
    },

    stop() {
      if (!stopping) {
        halt.abort(new SupervisorStoppedError(id));
        if (state === 'starting' || state === 'running') enter('stopping');
        stopping = post(async () => {
          await takeAllDown();
          if (state !== 'failed') enter('stopped');
        });
      }
      return stopping;
    },

    async startChild(spec) {
      if (strategy !== 'one_for_one') throw new Error(`supervisor "${id}" is not one_for_one`);
      await post(async () => {
        if (state !== 'running') throw new SupervisorStoppedError(id);
        const child = add(spec, true);
        try {
          await bringUp(child);
        } catch (error) {
          forget(child);
          throw new ChildStartError(spec.id, error);
        }
      });
    },

    stopChild: (childId) =>
      post(async () => {
        const child = children.find(({ spec }) => spec.id === childId);
        if (!child) return false;
        await takeDown(child, 'stopped');
        forget(child);
        return true;
      }),

    status: () => ({
      id,
      kind: 'supervisor',
      state,
      strategy,
      restarts: children.reduce((sum, child) => sum + child.restarts, 0),
      since: since.toISOString(),
      children: children.map(describeChild),
    }),
  };
}
