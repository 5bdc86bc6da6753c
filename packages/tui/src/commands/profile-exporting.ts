// `tui profile export`: all that an account holds, as one JSON document.

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DomainError } from '@parley/shared/errors';
import type { ExportKind, ExportRecord } from '@parley/shared/export';
import type { CommandContext } from './context.ts';
import { stringifyJson } from './json.ts';
import { type LongWork, runLongWork } from './long-work.ts';
import { createProgress } from './progress.ts';
import { usageError } from './report-error.ts';

/** What each kind is called in the document, in the order in which the server tells them. */
const names: Readonly<Record<ExportKind, string>> = {
  account: 'account',
  session: 'sessions',
  token: 'tokens',
  keyword: 'keywords',
  room: 'rooms',
  post: 'posts',
  revision: 'revisions',
  comment: 'comments',
  message: 'messages',
};

export async function exportProfile(context: CommandContext): Promise<void> {
  const [file] = context.words as [string];
  const counts = new Map<ExportKind, number>();
  await runLongWork(context, async (work) => {
    const text = writeDocument(context, readRecords(context, work, counts));
    if (file === '-') {
      for await (const part of text) context.raw(part);
    } else {
      await writeFile(file, text);
    }
  });
  if (file === '-') return;
  const summary = Object.fromEntries(
    [...counts].map(([kind, count]) => [names[kind], count] as const),
  );
  const line = Object.entries(summary).map(([name, count]) => `${count} ${name}`);
  context.result({ file, ...summary }, `Wrote ${file}: ${line.join(', ')}`);
}

async function* readRecords(
  context: CommandContext,
  { call, checkpoint }: LongWork,
  counts: Map<ExportKind, number>,
): AsyncGenerator<ExportRecord> {
  const api = await context.api();
  const progress = createProgress(context);
  let total = 0;
  let cursor: string | undefined;
  try {
    do {
      checkpoint();
      const page = await call(() => api.accounts.exportMyData.query({ cursor }));
      for (const record of page.items) {
        counts.set(record.kind, (counts.get(record.kind) ?? 0) + 1);
        yield record;
      }
      total += page.items.length;
      progress.show(total, null, names[page.items.at(-1)?.kind ?? 'account'] ?? '');
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  } finally {
    progress.clear();
  }
}

/** Piece by piece: an account may hold more than fits into memory. */
async function* writeDocument(
  { config }: CommandContext,
  records: AsyncIterable<ExportRecord>,
): AsyncGenerator<string> {
  const kinds = Object.keys(names) as ExportKind[];
  const head = { format: 'parley.account', version: 1, server: config.server };
  yield `${stringifyJson({ ...head, exportedAt: new Date().toISOString() }).slice(0, -1)}`;
  let at = -1;
  let isFirst = true;
  for await (const { kind, value } of records) {
    const place = kinds.indexOf(kind);
    if (place < Math.max(at, 0) || (place === 0 && at === 0)) {
      throw new DomainError('internal', 'The server tells its records in a wrong order.');
    }
    if (place !== at) {
      yield* openUpTo(place);
      isFirst = true;
    }
    yield `${isFirst ? '' : ','}\n${stringifyJson(value)}`;
    isFirst = false;
  }
  yield* openUpTo(kinds.length);
  yield '}\n';

  /** Closes the list that is open, and those that are empty; the account alone is no list. */
  function* openUpTo(place: number): Generator<string> {
    for (; at < place; at += 1) {
      if (at > 0) yield ']';
      const next = kinds[at + 1];
      if (next === undefined) continue;
      yield `,\n"${names[next]}":${at + 1 === 0 ? '' : '['}`;
    }
  }
}

/** A half file never has the name of a whole one, and nobody else may read either. */
async function writeFile(path: string, text: AsyncIterable<string>): Promise<void> {
  const partial = `${path}.${process.pid}.part`;
  const target = createWriteStream(partial, { flags: 'wx', mode: 0o600 });
  try {
    const source = Readable.from(text);
    if (path.endsWith('.gz')) await pipeline(source, createGzip(), target);
    else await pipeline(source, target);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw usageError(`${path} cannot be written: ${code}.`);
  }
}
