// Help, the palette, the command line and questions: opening them, and what they lead to.

import { currentRoute } from '../../router/index.ts';
import { commonLine, completeCommand } from '../command-line.ts';
import { attempt, type Effects } from '../effects/index.ts';
import { type Intent, type Overlay, openCommandLine, openPalette } from '../overlay.ts';
import { paletteEntries } from '../palette.ts';

export function createOverlayActions(
  {
    client,
    comments,
    messages,
    rooms,
    roomKeeping,
    posts,
    scheduled,
    writing,
    versions,
    session,
  }: Effects,
  {
    runCommand,
    answers,
  }: {
    runCommand(line: string): void;
    /** To what windows with a question of their own ask. */
    answers: Readonly<Record<'settings' | 'invites', (isYes: boolean) => void>>;
  },
) {
  const open = (overlay: Overlay) =>
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
  const close = () => client.dispatch({ type: 'overlay', input: { type: 'closed' } });

  const complete = () => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'commandLine') return;
    const line = commonLine(completeCommand(client.state(), overlay.input.text));
    if (line === null) return;
    client.dispatch({
      type: 'overlay',
      input: { type: 'edited', action: { type: 'setText', text: line } },
    });
  };

  const runLine = () => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'commandLine') return;
    if (overlay.input.text.trim() === '') return close();
    runCommand(overlay.input.text);
  };

  const select = (step: 1 | -1) => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'palette') return;
    const { length } = paletteEntries(client.state(), overlay.input.text);
    const index = length === 0 ? 0 : (overlay.selected + step + length) % length;
    client.dispatch({ type: 'overlay', input: { type: 'selected', index } });
  };

  const goSelected = () => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'palette') return;
    const entry = paletteEntries(client.state(), overlay.input.text)[overlay.selected];
    if (entry === undefined) return;
    close();
    switch (entry.target.kind) {
      case 'room':
        return rooms.open(entry.target.roomId);
      case 'person':
        return rooms.talkTo([entry.target.username]);
      case 'join':
        return rooms.join(entry.target.slug);
      case 'post':
        return posts.open(entry.target.postId);
      case 'command':
        if (entry.target.isComplete) return runCommand(entry.target.line);
        return open(openCommandLine(entry.target.line));
    }
  };

  const carryOut = (intent: Intent) => {
    switch (intent.type) {
      case 'publishPost':
        return writing.publish(intent.postId);
      case 'unpublishPost':
        return writing.unpublish(intent.postId);
      case 'deletePost': {
        const route = currentRoute(client.state().routes);
        if (route.name === 'reader') client.dispatch({ type: 'route.back' });
        return writing.delete(intent.postId);
      }
      case 'restoreVersion':
        return versions.restore(intent.postId, intent.version);
      case 'publishEdited':
        return writing.publishEdited();
      case 'discardEdited':
        return writing.discard();
      case 'deleteComment':
        return comments.delete(intent.postId, intent.commentId);
      case 'deleteMessage':
        return messages.delete(intent.messageId);
      case 'openLink':
        return attempt(client, 'Open', () => client.ports.openUrl(intent.href));
      case 'kick':
        return roomKeeping.kick(intent.roomId, intent.username);
      case 'ban':
        return roomKeeping.ban(intent.roomId, intent.username, intent.reason);
      case 'archiveRoom':
        return roomKeeping.archive(intent.roomId, true);
      case 'leaveRoom':
        return rooms.leave(intent.roomId);
      case 'cancelScheduled':
        return scheduled.cancel(intent.id);
      case 'logout':
        return attempt(client, 'Log out', () => session.logout());
    }
  };

  const confirm = () => {
    const { overlay } = client.state();
    if (overlay?.kind === 'settings' || overlay?.kind === 'invites')
      return answers[overlay.kind](true);
    if (overlay?.kind !== 'confirm') return;
    close();
    carryOut(overlay.intent);
  };

  return {
    'help.open': () => open({ kind: 'help' }),
    'commandLine.open': () => open(openCommandLine()),
    'commandLine.run': runLine,
    'commandLine.complete': complete,
    'commandLine.close': close,
    'palette.open': () => {
      if (client.state().me !== null || client.state().rooms.size > 0) open(openPalette());
    },
    'palette.run': goSelected,
    'palette.down': () => select(1),
    'palette.up': () => select(-1),
    'palette.close': close,
    'confirm.yes': confirm,
    'confirm.no': () => {
      const kind = client.state().overlay?.kind;
      if (kind === 'settings' || kind === 'invites') return answers[kind](false);
      close();
    },
  };
}
