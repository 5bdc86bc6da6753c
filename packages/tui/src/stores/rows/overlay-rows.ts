// What lies over the screen, as rows in a frame: help, the palette, questions; and the command line.

import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { clipRow, rowWidth } from '../../terminal/index.ts';
import type { StyledRow } from '../../theme/index.ts';
import { type AppState, openRoom } from '../app-state.ts';
import { type Candidate, completeCommand, isCommandText } from '../command-line.ts';
import { paneDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import { composerPlace, computeLayout } from '../layout.ts';
import { helpList } from '../lists.ts';
import { paletteEntries } from '../palette.ts';
import { visibleItems } from '../scroll-list.ts';
import { talkPane } from '../talk-side.ts';
import { overlayWindow } from '../text-windows.ts';
import { choiceRows } from './choice-rows.ts';
import { findRows } from './find-rows.ts';
import { frame } from './frame-rows.ts';
import { faint } from './gutter.ts';
import { inviteRows } from './invite-rows.ts';
import { keywordRows } from './keyword-rows.ts';
import { outlineRows } from './outline-rows.ts';
import { pinRows } from './pin-rows.ts';
import { questionRows } from './question-rows.ts';
import { reactionPickerRows } from './reaction-rows.ts';
import { fillRow, span } from './row.ts';
import { scheduledRows } from './scheduled-rows.ts';
import { settingsRows } from './settings-rows.ts';
import { tagChoiceRows } from './tag-choice-rows.ts';

export interface PlacedRows {
  readonly x: number;
  readonly y: number;
  readonly rows: readonly StyledRow[];
}

/** The overlay that is open, with the place of its first cell. */
export function overlayRows(state: AppState): PlacedRows | undefined {
  const { overlay } = state;
  const { x, y, columns, rows } = computeLayout(state).overlay;
  switch (overlay?.kind) {
    case undefined:
      return completionRows(state) ?? choiceRows(state) ?? tagChoiceRows(state);
    case 'help': {
      const { content, state: list } = helpList(state);
      const shown = visibleItems(list, content).map(({ item }) => item.row);
      return { x: x - 2, y: y - 1, rows: frame('Help', shown, { columns, rows }) };
    }
    case 'outline': {
      const shown = outlineRows(state, { columns, rows });
      return {
        x: x - 2,
        y: y - 1,
        rows: frame('Contents', shown, { columns, rows: shown.length }),
      };
    }
    case 'palette': {
      const shown = paletteRows(state, columns, rows);
      return { x: x - 2, y: y - 1, rows: frame('Go to', shown, { columns, rows: shown.length }) };
    }
    case 'find':
      return findRows(state, overlay);
    case 'invites':
      return inviteRows(state, overlay);
    case 'settings':
      return settingsRows(state, overlay);
    case 'scheduled':
      return scheduledRows(state, overlay);
    case 'keywords':
      return keywordRows(state, overlay);
    case 'pins':
      return pinRows(state, overlay);
    case 'react':
      return reactionPickerRows(state, overlay);
    case 'confirm':
    case 'schedule':
      return questionRows(state);
    case 'commandLine':
      return commandRows(state);
  }
}

function paletteRows(state: AppState, columns: number, rows: number): StyledRow[] {
  const { overlay } = state;
  if (overlay?.kind !== 'palette') return [];
  const entries = paletteEntries(state, overlay.input.text);
  const room = rows - 2;
  const first = Math.max(
    0,
    Math.min(overlay.selected - Math.floor(room / 2), entries.length - room),
  );
  const shown = entries.slice(first, first + room).map((entry, index): StyledRow => {
    const isSelected = first + index === overlay.selected;
    const label = clipText(
      sanitizeText(entry.label, { multiline: false }),
      Math.floor(columns * 0.6),
    );
    const title = clipText(
      sanitizeText(entry.title, { multiline: false }),
      columns - displayWidth(label) - 3,
    );
    const look = isSelected ? { inverse: true } : {};
    const row = [
      span(` ${label}`, { bold: true, ...look }),
      span(`  ${title}`, { color: 'muted', ...look }),
    ];
    return fillRow(row, columns, look);
  });
  const empty: StyledRow[] =
    entries.length === 0 ? [[span(' Nothing fits.', { color: 'muted' })]] : [];
  const line = overlayWindow(state)?.rows[0] ?? '';
  const input: StyledRow =
    overlay.input.text === ''
      ? [
          span('› ', { color: 'accent', bold: true }),
          span('a room, a person, a post, a command', faint),
        ]
      : [span('› ', { color: 'accent', bold: true }), span(line)];
  return [input, [span('─'.repeat(columns), { color: 'muted' })], ...shown, ...empty];
}

/** The line at the very bottom, and above it what it could become. */
function commandRows(state: AppState): PlacedRows | undefined {
  const { overlay, size } = state;
  if (overlay?.kind !== 'commandLine') return undefined;
  const text = overlay.input.text;
  const shown = candidateRows(completeCommand(state, text), {
    columns: Math.min(size.columns, 64),
    most: size.rows - 6,
  });
  const problem =
    overlay.problem === null ? '' : sanitizeText(overlay.problem, { multiline: false });
  const line: StyledRow = [
    span(':', { bold: true, color: 'accent' }),
    span(overlayWindow(state)?.rows[0] ?? ''),
  ];
  const room = size.columns - rowWidth(line) - 3;
  const tail =
    problem === '' || room < 8 ? [] : [span(`  ${clipText(problem, room)}`, { color: 'error' })];
  const rows = [...shown, fillRow([...line, ...tail], size.columns)];
  return { x: 0, y: size.rows - rows.length, rows };
}

/** Above the composer, while it holds a command: what that could become. */
function completionRows(state: AppState): PlacedRows | undefined {
  const text = composerCommand(state);
  if (text === null) return undefined;
  const { x, top, paneColumns } = composerPlace(state, talkPane(state));
  const candidates = completeCommand(state, text.slice(1));
  const rows = candidateRows(candidates, { columns: paneColumns, most: top - 4 });
  return { x, y: top - 1 - rows.length, rows };
}

/** The command being written in the composer, with its mark; null when there is none. */
export function composerCommand(state: AppState): string | null {
  const room = openRoom(state);
  if (room === undefined || room.editing !== null || state.focus !== 'composer') return null;
  const { text } = draftOf(state.drafts, paneDraft(state, room, talkPane(state))).input;
  return isCommandText(text) ? text : null;
}

function candidateRows(
  candidates: readonly Candidate[],
  { columns, most }: { columns: number; most: number },
): StyledRow[] {
  return candidates.slice(0, Math.min(8, most)).map(({ label, title }) => {
    const name = ` ${clipText(sanitizeText(label, { multiline: false }), 24)}`;
    const gap = ' '.repeat(Math.max(2, 16 - displayWidth(name)));
    const row = [
      span(name + gap, { bold: true, color: 'accent' }),
      span(sanitizeText(title, { multiline: false }), { color: 'muted' }),
    ];
    return fillRow(clipRow(row, columns), columns);
  });
}
