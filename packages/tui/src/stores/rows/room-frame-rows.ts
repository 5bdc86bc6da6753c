// What stands around the messages: the room's header, who is typing, the composer.

import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { nickColor, type Span, type StyledRow } from '../../theme/index.ts';
import { type AppState, openThreadId } from '../app-state.ts';
import { isCommandText } from '../command-line.ts';
import { changedMeanwhile, isAnsweredGone, paneDraft } from '../composer.ts';
import { type Draft, draftOf } from '../draft.ts';
import { composerPlace } from '../layout.ts';
import { talkList } from '../lists-of-rooms.ts';
import { type RoomState, type Typist, typistsIn } from '../room.ts';
import { labelRoom } from '../room-label.ts';
import { sayDays } from '../room-rules.ts';
import { type TalkPane, talkPane, talkThreadId } from '../talk-side.ts';
import { draftWindow } from '../text-windows.ts';
import { sayPaneBar } from '../writing-bar.ts';
import { formatCount } from './counts.ts';
import { faint } from './gutter.ts';
import { ruleRow, span } from './row.ts';

export function headerRow({ room, membership, people }: RoomState, columns: number): StyledRow {
  const slug = clipText(sanitizeText(labelRoom(room, people), { multiline: false }), columns - 2);
  const topic = sanitizeText(room.topic, { multiline: false });
  const isClosed = room.visibility === 'private' && room.kind === 'channel';
  const level = { all: '', mentions: ' · calls only', nothing: ' · silent' }[
    membership?.notify ?? 'all'
  ];
  const rules = [
    isClosed && 'private',
    room.archivedAt !== null && 'archived',
    room.isReadOnly && 'read-only',
    room.slowModeSeconds > 0 && `slow ${room.slowModeSeconds} s`,
    room.retentionDays !== null && `kept ${sayDays(room.retentionDays)}`,
  ].filter((rule) => rule !== false);
  const lock = `${rules.length === 0 ? '' : ` ${rules.join(' · ')}`}${level}`;
  const guest = membership === null ? ' · not joined' : '';
  const left = columns - 3 - displayWidth(slug) - displayWidth(lock + guest);
  const shown = left > 6 && topic !== '' ? `  ${clipText(topic, left - 2)}` : '';
  return [
    span(` ${slug}`, { bold: true, color: 'accent' }),
    span(lock + guest, { color: 'warning' }),
    span(shown, { color: 'muted' }),
  ];
}

/** The rule above the composer: who is typing, and what is new further down. */
export function typingRow(
  state: AppState,
  room: RoomState,
  { columns, pane }: { columns: number; pane: TalkPane },
): StyledRow {
  if (room.editing !== null && pane === talkPane(state)) {
    const isStale = changedMeanwhile(state, room) !== null;
    const said = isStale ? 'changed elsewhere · Enter writes over it' : 'changing a message';
    return ruleRow(`${said} · Esc leaves it`, columns, { color: 'warning' });
  }
  const bar = sayPaneBar(state, room, pane);
  // Over an empty composer it stands in there.
  if (bar !== null && draftOf(state.drafts, paneDraft(state, room, pane)).input.text !== '')
    return ruleRow(bar, columns, { color: 'warning' });
  const { state: list } = talkList(state, room, pane);
  const below = list.anchor === 'end' ? 0 : list.newBelow;
  const news: Span[] =
    below === 0
      ? []
      : [span(` ↓ ${formatCount(below)} new `, { color: 'warning', bold: true }), rule(2)];
  const newsWidth = news.reduce((width, { text }) => width + displayWidth(text), 0);
  const names = typists(
    typistsIn(room, pane === 'stream' ? null : openThreadId(state)),
    columns - newsWidth - 6,
  );
  const width = names.reduce((sum, { text }) => sum + displayWidth(text), 0);
  return [rule(2), ...names, rule(columns - 2 - width - newsWidth), ...news];
}

function rule(columns: number): Span {
  return span('─'.repeat(Math.max(0, columns)), { color: 'muted' });
}

function typists(typing: readonly Typist[], columns: number): Span[] {
  const names = typing.map(({ username }) => sanitizeText(username, { multiline: false }));
  if (names.length === 0) return [];
  const muted = { color: 'muted', italic: true } as const;
  const [first = '', second = ''] = names;
  if (names.length > 2)
    return [span(clipText(` ${names.length} people are typing … `, columns), muted)];
  const verb = names.length === 1 ? 'is' : 'are';
  const whole = ` ${names.join(' and ')} ${verb} typing … `;
  if (displayWidth(whole) > columns) return [span(clipText(whole, columns), muted)];
  return [
    span(' '),
    span(first, { color: nickColor(first), italic: true }),
    ...(second === ''
      ? []
      : [span(' and ', muted), span(second, { color: nickColor(second), italic: true })]),
    span(` ${verb} typing … `, muted),
  ];
}

/** The reply line, when there is one, and the rows of the composer behind their prompt. */
export function composerRows(
  state: AppState,
  room: RoomState,
  pane: TalkPane,
): readonly StyledRow[] {
  const draft = paneDraft(state, room, pane);
  const { text } = draftOf(state.drafts, draft).input;
  const isCommand = room.editing === null && isCommandText(text);
  const rows = { placeholder: placeholder(state, room, pane), isCommand, pane };
  return draftRows(state, draft, rows);
}

/** The rows of a draft in the composer, what it answers above it. */
export function draftRows(
  state: AppState,
  name: string,
  { placeholder, isCommand, pane }: { placeholder: string; isCommand: boolean; pane: TalkPane },
): readonly StyledRow[] {
  const { columns, paneColumns } = composerPlace(state, pane);
  const draft = draftOf(state.drafts, name);
  const isHere = pane === talkPane(state);
  const isFocused = isHere && state.overlay === null && state.focus === 'composer';
  const { rows } = draftWindow(state, name, pane);
  const prompt = isFocused
    ? span('› ', { color: 'accent', bold: true })
    : span('› ', { color: 'muted' });
  const drawn: StyledRow[] = rows.map((text, index) => [
    index === 0 ? prompt : span('  '),
    span(text, isCommand ? { color: 'accent' } : undefined),
  ]);
  if (draft.input.text === '') drawn[0] = [prompt, span(clipText(placeholder, columns), faint)];
  if (draft.replyTo === null) return drawn;
  return [replyRow(draft, isAnsweredGone(state, draft), paneColumns), ...drawn];
}

function placeholder(state: AppState, known: RoomState, pane: TalkPane): string {
  if (state.entering !== null && pane === talkPane(state))
    return `Message ${sanitizeText(state.entering.label, { multiline: false })}, which is being opened`;
  const { room, membership, people } = known;
  const bar = sayPaneBar(state, known, pane);
  if (membership === null) return bar ?? '';
  if (pane !== talkPane(state)) return '';
  if (bar !== null) return bar;
  if (state.focus !== 'composer') return 'i to write';
  if (state.connection.phase === 'online' && talkThreadId(state) !== null)
    return 'Reply in the thread';
  return state.connection.phase === 'online'
    ? `Message ${sanitizeText(labelRoom(room, people), { multiline: false })}`
    : 'Not connected: what you write is sent later';
}

function replyRow({ replyTo }: Draft, isGone: boolean, columns: number): StyledRow {
  const said = isGone
    ? `what ${replyTo?.username} said was deleted`
    : `${replyTo?.username}: ${replyTo?.excerpt}`;
  const text = sanitizeText(`↳ ${said}`, { multiline: false });
  return [
    span(clipText(text, columns - 14), { color: 'muted', italic: true }),
    span('  Esc drops it', { color: 'muted' }),
  ];
}

/** A rule across the middle. */
export function headerRule(columns: number): StyledRow {
  return ruleRow('', columns, { color: 'muted' });
}
