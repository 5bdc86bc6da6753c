// The composer's history: what was sent, and the unsent drafts left at each place while browsing.

const entriesKept = 200;

export interface InputHistory {
  /** Sent texts, oldest first. */
  readonly entries: readonly string[];
  /** Where the input stands; `entries.length` is the new, unsent text. */
  readonly position: number;
  /** Texts changed but not sent, by position. */
  readonly drafts: Readonly<Record<number, string>>;
}

/** A history standing at its end. */
export function createInputHistory(entries: readonly string[] = []): InputHistory {
  return { entries, position: entries.length, drafts: {} };
}

/** The history with one more sent text, standing at its end, drafts dropped. */
export function rememberInput({ entries }: InputHistory, text: string): InputHistory {
  const isNew = text.trim() !== '' && entries.at(-1) !== text;
  return createInputHistory(isNew ? [...entries, text].slice(-entriesKept) : entries);
}

/** One step back (-1) or forward (1), the present text kept as a draft; null at either end. */
export function browseHistory(
  history: InputHistory,
  step: -1 | 1,
  present: string,
): { history: InputHistory; text: string } | null {
  const position = history.position + step;
  if (position < 0 || position > history.entries.length) return null;
  const drafts = { ...history.drafts, [history.position]: present };
  const text = drafts[position] ?? history.entries[position] ?? '';
  return { history: { ...history, position, drafts }, text };
}
