// Chains of what mostly is one: each names the one before it, and no list has to keep room for more.

export interface Link<Item> {
  next: Item | null;
}

/** One that is unlinked meanwhile still leads on. */
export function* walk<Item extends Link<Item>>(first: Item | null): Generator<Item> {
  for (let one = first; one; one = one.next) yield one;
}

/** @returns what the chain begins with now. */
export function unlink<Item extends Link<Item>>(first: Item | null, gone: Item): Item | null {
  if (first === gone) return gone.next;
  const later = walk(first).find(({ next }) => next === gone);
  if (later) later.next = gone.next;
  return first;
}
