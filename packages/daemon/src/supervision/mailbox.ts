// One thing at a time: what is posted runs in order, each after the one before it has settled.

export type Mailbox = <T>(run: () => Promise<T>) => Promise<T>;

export function createMailbox(): Mailbox {
  let tail: Promise<unknown> = Promise.resolve();
  return async (run) => {
    const result = tail.then(run);
    tail = result.catch(() => {});
    // A promise of its own: a failure that the poster ignores is an unhandled rejection, not silence.
    return await result;
  };
}
