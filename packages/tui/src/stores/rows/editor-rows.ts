// The post editor as rows: what is written and how it is kept, title, tags, text.

import { limits } from '@parley/shared/limits';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import type { Span, StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import type { FormState } from '../form.ts';
import { splitTags } from '../form.ts';
import { editorLayout } from '../form-layout.ts';
import { isEdited, isPublic, type PostEditor } from '../post-editor.ts';
import { bodyField } from '../post-fields.ts';
import { fieldWindow } from '../text-windows.ts';
import { formatClock } from '../timeline.ts';
import { labelSpan, underField } from './form-rows.ts';
import { fillRow, ruleRow, span } from './row.ts';

/** The post editor, from the first row of the main pane: header, rule, title, tags, text. */
export function editorRows(state: AppState, columns: number): readonly StyledRow[] {
  const { editor } = state;
  if (editor === null) return [];
  const { form } = editor;
  const place = editorLayout(state);
  const width = columns - place.labelColumns - 2;
  const oneLine = [0, 1].flatMap((index): StyledRow[] => {
    const field = form.fields[index];
    const label = labelSpan(field?.label ?? '', place.labelColumns, form.focus === index);
    const text = fieldWindow(state, index)?.rows[0] ?? '';
    const below = underField(form, index, width);
    return [
      [span(' '), label, ...fillRow([span(text)], width)],
      [span(' '.repeat(place.labelColumns + 1)), ...below, ...counterSpans(form, index)],
    ];
  });
  return [
    headerRow(state, editor, columns),
    ruleRow('', columns, { color: 'muted' }),
    ...oneLine,
    textRule(form, columns),
    ...(fieldWindow(state, bodyField)?.rows ?? []).map(
      (text): StyledRow => [span('  '), span(text)],
    ),
  ];
}

const names = {
  draft: 'Edit draft',
  scheduled: 'Edit scheduled post',
  published: 'Edit post',
  unpublished: 'Edit draft',
} as const;

/** What is written on the left, how it is kept on the right; a problem takes the room of both. */
function headerRow(state: AppState, editor: PostEditor, columns: number): StyledRow {
  const { stored, form } = editor;
  const name = span(` ${stored === null ? 'New post' : names[stored.state]}`, {
    bold: true,
    color: 'accent',
  });
  const room = columns - displayWidth(name.text) - 3;
  if (form.problem !== null) {
    const text = clipText(sanitizeText(form.problem, { multiline: false }), room);
    return [name, span(`  ${text}`, { color: 'error' })];
  }
  const status = statusSpan(state, editor);
  const text = clipText(status.text, room);
  const gap = ' '.repeat(Math.max(2, room + 2 - displayWidth(text)));
  return [name, span(gap), { ...status, text }];
}

/** `saved 14:02`, `not saved: offline, kept here 14:03` … */
function statusSpan({ connection, keymap }: AppState, editor: PostEditor): Span {
  const { saving, keptAt, restoredAt, stored } = editor;
  const clock = (time: number) => formatClock(new Date(time));
  const kept = keptAt === null ? '' : ` · kept here ${clock(keptAt)}`;
  if (saving.phase === 'saving') return span('saving …', { color: 'muted' });
  if (!isEdited(editor)) {
    if (saving.phase === 'saved') return span(`saved ${clock(saving.at)}`, { color: 'success' });
    return span(stored?.state ?? '', { color: 'muted' });
  }
  if (restoredAt !== null) {
    const key = keymap.labelOf('editor.discard');
    return span(`restored from ${clock(restoredAt)}; ${key} discards`, { color: 'warning' });
  }
  if (connection.phase !== 'online') {
    return span(`not saved: offline${kept}`, { color: 'warning' });
  }
  if (saving.phase === 'failed') {
    const why =
      saving.problem.code === 'conflict'
        ? `changed elsewhere; ${keymap.labelOf('editor.save')} merges`
        : saving.problem.message;
    return span(`not saved: ${sanitizeText(why, { multiline: false })}${kept}`, { color: 'error' });
  }
  if (isPublic(editor)) {
    const key = keymap.labelOf('editor.save');
    return span(`${stored?.state}: ${key} saves for readers${kept}`, { color: 'warning' });
  }
  return span(`not saved yet${kept}`, { color: 'muted' });
}

/** How near a field is to its limit; nothing while that is far. */
function counterSpans(form: FormState, index: number): Span[] {
  const { text } = form.fields[index]!.input;
  const counter =
    index === 1
      ? counterOf(splitTags(text).length, limits.tagsPerPost, 0.7)
      : counterOf(text.length, limits.postTitleMax, 0.8);
  if (counter === null) return [];
  const gap = underField(form, index, 1).length > 0 ? '  ' : '';
  return [span(gap + counter.text, { color: counter.isOver ? 'error' : 'muted' })];
}

const numbers = new Intl.NumberFormat('en');

function counterOf(count: number, most: number, from: number) {
  if (count < most * from) return null;
  return { text: `${numbers.format(count)} of ${numbers.format(most)}`, isOver: count > most };
}

function textRule(form: FormState, columns: number): StyledRow {
  const isFocused = form.focus === bodyField;
  const { text, isFull } = form.fields[bodyField]!.input;
  const [error] = form.errors.body ?? [];
  const counter = counterOf(text.length, limits.postBodyMax, 0.9);
  const cut = isFull ? ' · full: what did not fit was left out' : '';
  const said =
    error === undefined ? 'Text · Markdown' : `Text ${sanitizeText(error, { multiline: false })}`;
  const label = `${said}${counter === null ? '' : ` · ${counter.text}`}${cut}`;
  const isWrong = error !== undefined || counter?.isOver || isFull;
  const color = isWrong ? 'error' : isFocused ? 'accent' : 'muted';
  return ruleRow(label, columns, { color, bold: isFocused });
}
