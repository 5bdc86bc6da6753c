// The status bar: server, connection and unread on the left, the most useful keys on the right.

import { statusAt } from '@parley/shared/status';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../../router/index.ts';
import type { Span, StyledRow } from '../../theme/index.ts';
import { type AppState, countWaitingComments } from '../app-state.ts';
import { keyContextsOf } from '../contexts.ts';
import { hintOf, isPossible } from '../possible.ts';
import { countAllCalls, countAllUnread } from '../rooms.ts';
import { sayUnsent } from '../unsent.ts';
import { countWord, formatCount } from './counts.ts';
import { span } from './row.ts';

export function statusRow(state: AppState): StyledRow {
  const { columns } = state.size;
  const left = [span(' '), ...message(state), ...identity(state, columns)];
  const used = left.reduce((width, { text }) => width + displayWidth(text), 0);
  const hints = hintSpans(state, columns - used - 3);
  const hintsWidth = hints.reduce((width, { text }) => width + displayWidth(text), 0);
  return [...left, span(' '.repeat(Math.max(0, columns - used - hintsWidth - 1))), ...hints];
}

/** What has to be said now stands before everything else. */
function message({ notice, isQuitArmed, size, rooms }: AppState): Span[] {
  const most = Math.max(10, size.columns - 2);
  if (isQuitArmed) {
    const unsent = sayUnsent({ rooms });
    const text = unsent === null ? 'Ctrl+C again quits  ' : `Ctrl+C again quits. ${unsent}  `;
    return [span(clipText(text, most), { bold: true, color: 'warning' })];
  }
  if (notice === null) return [];
  const color = { info: 'text', good: 'success', bad: 'error' } as const;
  const text = clipText(sanitizeText(notice.text, { multiline: false }), most - 2);
  return [span(`${text}  `, { color: color[notice.tone], bold: notice.tone !== 'info' })];
}

function identity(state: AppState, columns: number): Span[] {
  if (state.notice !== null || state.isQuitArmed) return [];
  const unread = countAllUnread(state.rooms);
  const calls = countAllCalls(state.rooms);
  const comments = countWaitingComments(state);
  const failed = state.failedScheduled;
  const where = sanitizeText(state.server.replace(/^https?:\/\//u, ''), { multiline: false });
  const who = state.me === null ? '' : `${sanitizeText(state.me.username, { multiline: false })}@`;
  return [
    ...connectionSpans(state),
    span(`  ${clipText(who + where, Math.max(12, Math.floor(columns / 3)))}`, { color: 'muted' }),
    ...(unread > 0 ? [span(`  ${formatCount(unread)} unread`, { color: 'warning' })] : []),
    ...(calls > 0 ? [span(`  @${formatCount(calls)}`, { color: 'error', bold: true })] : []),
    ...(failed > 0 ? [span(`  ✗ ${formatCount(failed)} not sent`, { color: 'error' })] : []),
    ...(comments > 0 ? [span(`  ${countWord(comments, 'comment')}`, { color: 'warning' })] : []),
  ];
}

function connectionSpans({ connection, me, now, watching }: AppState): Span[] {
  switch (connection.phase) {
    case 'online': {
      const said = statusAt(me?.status, now)?.state;
      if (said === 'dnd') return [span('⊖ do not disturb', { color: 'error' })];
      if (said === 'away' || watching.isIdle) return [span('◐ away', { color: 'warning' })];
      return [span('● online', { color: 'success' })];
    }
    case 'connecting':
      return [span('◌ connecting …', { color: 'warning' })];
    case 'offline': {
      const seconds =
        connection.retryAt === null ? 0 : Math.ceil((connection.retryAt - now) / 1_000);
      const when = seconds > 0 ? ` in ${seconds} s` : ' …';
      return [span(`◌ reconnecting${when}`, { color: 'warning' })];
    }
    case 'revoked':
      return [span('✗ logged out', { color: 'error' })];
  }
}

function hintSpans(state: AppState, columns: number): Span[] {
  const hints = findHints(state);
  const spans: Span[] = [];
  let width = 0;
  for (const { key, hint } of hints) {
    const needed = displayWidth(key) + 1 + displayWidth(hint) + (spans.length > 0 ? 2 : 0);
    if (width + needed > columns) break;
    if (spans.length > 0) spans.push(span('  '));
    spans.push(span(key, { bold: true, color: 'accent' }), span(` ${hint}`, { color: 'muted' }));
    width += needed;
  }
  return spans;
}

function findHints(state: AppState): { key: string; hint: string }[] {
  const contexts = keyContextsOf(state);
  const route = currentRoute(state.routes);
  const isEntry = ['connect', 'login', 'register'].includes(route.name);
  const hasOwnKeys = isEntry || state.overlay !== null;
  return (
    contexts
      .filter((context) => context !== 'text' && !(hasOwnKeys && context === 'global'))
      .flatMap((context) =>
        state.keymap.bindings
          .filter(
            ({ action, contexts: held, hint, keys }) =>
              held.includes(context) && hint && keys.length > 0 && isPossible(state, action),
          )
          .map(({ action, hint = '' }) => ({
            key: state.keymap.labelOf(action),
            hint: hintOf(state, action, hint),
          })),
      )
      // The context that is asked first has the key.
      .filter(({ key }, index, all) => all.findIndex((other) => other.key === key) === index)
  );
}
