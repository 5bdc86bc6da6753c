// The only way out: data to stdout, words to stderr, and nothing that a terminal would obey.

import { sanitizeText } from '@parley/shared/text-sanitize';
import { stringifyJson } from './json.ts';
import type { Streams } from './streams.ts';

/** A list as the server pages it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | null;
  /** Of all pages, where a page was asked for by its number. */
  readonly total?: number;
}

export interface Column<Item> {
  readonly title: string;
  readonly get: (item: Item) => string;
}

export interface Output {
  readonly isJson: boolean;
  /** One thing: the value as JSON, or what a person reads, line by line. */
  result(value: unknown, ...lines: string[]): void;
  /** Many things: `{items, nextCursor}` as JSON, or a table; where there are none, words about that. */
  list<Item>(page: Page<Item>, columns: readonly Column<Item>[], none?: string): Promise<void>;
  /** Text of several lines for people, such as a post's body. */
  text(text: string): void;
  /** Bytes of our own, such as a completion script. */
  raw(text: string): void;
  /** Words to whoever looks on, never data. With JSON there is nobody, and stderr is for errors. */
  say(words: string): void;
}

export function createOutput(streams: Streams, options: { isJson: boolean }): Output {
  const { isJson } = options;
  const print = (text: string) => streams.stdout.write(`${text}\n`);
  const say = (words: string) => {
    if (!isJson) streams.stderr.write(`${sanitizeText(words)}\n`);
  };
  return {
    isJson,
    result(value, ...lines) {
      if (isJson) print(stringifyJson(value));
      else for (const line of lines) print(sanitizeText(line, { multiline: false }));
    },
    async list(page, columns, none) {
      if (isJson) {
        const { items, nextCursor = null, total } = page;
        print(stringifyJson({ items, nextCursor, ...(total !== undefined && { total }) }));
        return;
      }
      if (page.items.length === 0) {
        if (none !== undefined) say(none);
        return;
      }
      for (const row of await layOut(page.items, columns)) print(row);
    },
    text: (text) => void print(sanitizeText(text)),
    raw: (text) => void streams.stdout.write(text),
    say,
  };
}

/** Rows of a table, the titles first, each column as wide as its widest cell. */
async function layOut<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
): Promise<string[]> {
  const titles = columns.map(({ title }) => title);
  const rows = items.map((item) =>
    columns.map(({ get }) => sanitizeText(get(item), { multiline: false })),
  );
  const { displayWidth, padText } = rows.flat().every(isPlain)
    ? plainWidth
    : // Measuring all scripts of the world takes tables that most lists do not need.
      await import('@parley/shared/text-width');
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => displayWidth(row[index]!))),
  );
  return [titles, ...rows].map((row) =>
    row
      .map((cell, index) => padText(cell, widths[index]!))
      .join('  ')
      .trimEnd(),
  );
}

const plainWidth = {
  displayWidth: (text: string) => text.length,
  padText: (text: string, width: number) => text.padEnd(width),
};

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
