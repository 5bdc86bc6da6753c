// `tui posts import`: a directory of Markdown files becomes posts, as often as one likes.
//
// A file is its post by the id in its front matter. One without is given an id first, and is sent then:
// whatever happens in between, importing again finds the same post.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError, errorTable, type FieldErrors, invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { CommandContext } from './context.ts';
import { type LongWork, runLongWork } from './long-work.ts';
import { type ImportStatus, planImport, sendRecord } from './post-import-steps.ts';
import { parseRecord, setFields } from './post-record.ts';
import { createProgress } from './progress.ts';
import { Interrupted } from './report-error.ts';
import { listMarkdown, readText, replaceText } from './text-files.ts';

interface ImportFailure {
  readonly file: string;
  readonly code: DomainError['code'];
  readonly message: string;
  readonly fields?: FieldErrors;
}

/** They concern the whole work, not one file. */
const fatal: ReadonlySet<string> = new Set(['unauthenticated', 'unavailable', 'unsupported']);

/** @returns the exit status of the first failure. */
export async function importPosts(context: CommandContext): Promise<number> {
  const [directory] = context.words as [string];
  const names = await listMarkdown(directory);
  const progress = createProgress(context);
  const counts: Record<ImportStatus | 'failed', number> = {
    created: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
  };
  const errors: ImportFailure[] = [];
  const seen = new Map<string, string>();

  const fail = (file: string, error: unknown) => {
    if (error instanceof Interrupted) throw error;
    const { code, message, fields } =
      error instanceof DomainError ? error : new DomainError('internal', describe(error));
    if (fatal.has(code)) throw error;
    counts.failed += 1;
    errors.push({ file, code, message, ...(fields && { fields }) });
    progress.clear();
    context.say(`tui: ${file}: ${message}`);
  };

  const bring = async (name: string, work: LongWork): Promise<ImportStatus> => {
    const { text, record } = await readRecord(directory, name);
    const id = record.id ?? crypto.randomUUID();
    const twin = seen.get(id);
    if (twin !== undefined) throw invalidField('id', `is the same as in ${twin}`);
    seen.set(id, name);
    const plan = planImport({ ...record, id });
    const api = await context.api();
    if (context.has('dry-run')) return sendRecord(api, plan, { ...work, isDry: true });
    let stored = text;
    let { version: known } = record;
    if (record.id === undefined) {
      known ??= 1;
      stored = setFields(text, { id, version: known });
      await replaceText(directory, name, stored);
    }
    return sendRecord(api, plan, {
      ...work,
      isDry: false,
      onVersion: async (version) => {
        if (known === undefined || known === version) return;
        await replaceText(directory, name, setFields(stored, { version }));
      },
    });
  };

  try {
    await runLongWork(context, async (work) => {
      for (const [index, name] of names.entries()) {
        work.checkpoint();
        progress.show(index, names.length, name);
        await bring(name, work).then(
          (status) => {
            counts[status] += 1;
          },
          (error: unknown) => fail(name, error),
        );
      }
    });
  } finally {
    progress.clear();
    const { created, updated, unchanged, failed } = counts;
    const line = `${created} created, ${updated} updated, ${unchanged} unchanged, ${failed} failed`;
    const isDry = context.has('dry-run');
    context.result({ ...counts, isDry, errors }, isDry ? `Would be: ${line}` : line);
  }
  return errors[0] === undefined ? 0 : errorTable[errors[0].code].exit;
}

async function readRecord(directory: string, name: string) {
  const path = join(directory, name);
  // Beyond what a request may hold; and nobody's post is a film.
  if ((await stat(path)).size > limits.httpBodyBytes) {
    throw new DomainError('too_large', 'The file is too large for a post.');
  }
  const text = (await readText(path)) ?? '';
  return { text, record: parseRecord(text, new Date()) };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
