// Reads that are asked for at about the same time, as one statement: a crowd that comes at once asks together.

export interface Gathering<Asked, Found> {
  /** The answers, each at the place of what was asked. */
  read(asked: readonly Asked[]): Promise<readonly Found[]>;
  /** Only what has the same key is read together; by default everything. */
  keyOf?(asked: Asked): string;
}

/** Statements under way at once, of one key; what is asked meanwhile waits for the next. */
const mostUnderWay = 2;
/** Nobody waits for longer than this behind a statement that does not end. */
const mostWaitMs = 25;
const mostTogether = 200;

interface Waiting<Asked, Found> {
  asked: Asked;
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** What waits of one key, and how many of its statements run. */
interface Queue<Asked, Found> {
  waiting: Waiting<Asked, Found>[];
  underWay: number;
  next: { cancel(): void } | null;
}

/**
 * What is asked in one turn of the loop is read at its end; while two statements run, what is asked
 * waits for one of them and goes out as the next: no delay when idle, few statements when busy. A
 * statement begins after everything in it was asked, so each answer is as fresh as if it were alone.
 */
export function gatherReads<Asked, Found>({
  read,
  keyOf = () => '',
}: Gathering<Asked, Found>): (asked: Asked) => Promise<Found> {
  const queues = new Map<string, Queue<Asked, Found>>();

  async function answer(batch: readonly Waiting<Asked, Found>[]): Promise<void> {
    try {
      const found = await read(batch.map(({ asked }) => asked));
      for (const [place, { resolve }] of batch.entries()) resolve(found[place]!);
    } catch (error) {
      // What one asked could not be read as data: the others have nothing to do with it.
      if (batch.length > 1 && isDataError(error))
        await Promise.all(batch.map((one) => answer([one])));
      else for (const { reject } of batch) reject(error);
    }
  }

  function start(key: string, queue: Queue<Asked, Found>): void {
    queue.next?.cancel();
    queue.next = null;
    queue.underWay += 1;
    void answer(queue.waiting.splice(0, mostTogether)).then(() => {
      queue.underWay -= 1;
      if (queue.waiting.length > 0) start(key, queue);
      else if (queue.underWay === 0) queues.delete(key);
    });
    if (queue.waiting.length > 0) plan(key, queue);
  }

  function plan(key: string, queue: Queue<Asked, Found>): void {
    if (queue.next) return;
    if (queue.underWay < mostUnderWay) {
      const immediate = setImmediate(() => start(key, queue));
      queue.next = { cancel: () => clearImmediate(immediate) };
    } else {
      const timer = setTimeout(() => start(key, queue), mostWaitMs);
      queue.next = { cancel: () => clearTimeout(timer) };
    }
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      const key = keyOf(asked);
      const queue = queues.get(key) ?? { waiting: [], underWay: 0, next: null };
      queues.set(key, queue);
      queue.waiting.push({ asked, resolve, reject });
      plan(key, queue);
    });
}

/** SQLSTATE class 22, data exception. */
function isDataError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^22\w{3}$/.test(code);
}
