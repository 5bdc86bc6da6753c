// Patience with a pool that does not move: who waits for a connection in vain is told so, and soon.

import type postgres from 'postgres';

/** How long a statement waits while no other one of the pool ends. A busy pool that moves is waited for. */
const patienceMs = 1_500;
const lookMs = 250;

/** Every connection is taken by statements that do not end. Its code is one of a database that is away. */
class PoolBusyError extends Error {
  override readonly name = 'PoolBusyError';
  readonly code = 'CONNECTION_BUSY';
  constructor() {
    super('no database connection came free');
  }
}

/** What postgres.js keeps of a statement; its types leave it out. */
interface Statement extends Promise<unknown> {
  /** PostgreSQL works on it. */
  readonly active: boolean;
  /** It was asked for: a fragment of another statement never is. */
  readonly executed: boolean;
  /** Null until it was given to a connection. */
  readonly state: object | null;
  reject(error: Error): void;
  cancel(): unknown;
}

/**
 * The same client, but a statement or transaction that cannot begin is rejected instead
 * of waiting for as long as those before it take. A statement that was already sent behind
 * another may still run: as after a lost connection, its sender cannot know.
 */
export function limitPatience(sql: postgres.Sql): postgres.Sql {
  const waiting = new Map<Statement, number>();
  let movedAt = 0;
  let lookedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function watch<T>(statement: T): T {
    if (!(statement instanceof Promise)) return statement;
    const one = statement as unknown as Statement;
    waiting.set(one, performance.now());
    const settle = () => {
      movedAt = performance.now();
      waiting.delete(one);
    };
    // A statement's own `then` would send it off, fragments included.
    void Promise.prototype.then.call(one, settle, settle);
    timer ??= setInterval(look, lookMs).unref();
    return statement;
  }

  function look(): void {
    const now = performance.now();
    // We ourselves were held up: what has ended meanwhile is still to be read.
    if (now - lookedAt > 2 * lookMs) movedAt = now;
    lookedAt = now;
    const isStuck = now - movedAt >= patienceMs;
    for (const [one, since] of waiting) {
      if (!one.executed && now - since >= lookMs) waiting.delete(one);
      else if (isStuck && !one.active && now - since >= patienceMs) giveUp(one);
    }
    if (waiting.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function giveUp(one: Statement): void {
    waiting.delete(one);
    one.reject(new PoolBusyError());
    if (one.state === null) one.cancel();
  }

  async function begin<T>(run: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let isGivenUp = false;
    const refuse = (error: Error) => {
      isGivenUp = true;
      reject(error);
    };
    const beginning = { active: false, executed: true, state: {}, reject: refuse, cancel() {} };
    const work = sql.begin((tx) => {
      // Nobody waits for it any more: throwing rolls back.
      if (isGivenUp) throw new PoolBusyError();
      resolve();
      return run(tx);
    });
    work.catch(reject);
    await watch(Object.assign(promise, beginning));
    return (await work) as T;
  }

  return new Proxy(sql, {
    apply: (_target, _this, call: Parameters<postgres.Sql>) => watch(sql(...call)),
    get(target, name) {
      if (name === 'unsafe') {
        return (...call: Parameters<postgres.Sql['unsafe']>) => watch(sql.unsafe(...call));
      }
      if (name === 'begin') return begin;
      return Reflect.get(target, name) as unknown;
    },
  });
}
