// What may lie over the screen: help, the palette, the command line, a question. One at a time.

import type { MessageView } from '@parley/shared/chat';
import type { ScheduledMessageView } from '@parley/shared/scheduled';
import {
  type MessageSearch,
  type MessageSearchInput,
  reduceMessageSearch,
} from './message-search.ts';
import { type RoomInvites, type RoomInvitesInput, reduceRoomInvites } from './room-invites.ts';
import { type RoomSettings, type RoomSettingsInput, reduceRoomSettings } from './room-settings.ts';
import {
  createTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputState,
} from './text-input.ts';

/** What a question is about; answered with yes, it is done. */
export type Intent =
  | { readonly type: 'publishPost' | 'unpublishPost' | 'deletePost'; readonly postId: string }
  | { readonly type: 'restoreVersion'; readonly postId: string; readonly version: number }
  | { readonly type: 'publishEdited' }
  | { readonly type: 'discardEdited' }
  | { readonly type: 'deleteComment'; readonly postId: string; readonly commentId: string }
  | { readonly type: 'deleteMessage'; readonly messageId: string }
  | { readonly type: 'openLink'; readonly href: string }
  | { readonly type: 'kick'; readonly roomId: string; readonly username: string }
  | {
      readonly type: 'ban';
      readonly roomId: string;
      readonly username: string;
      readonly reason: string;
    }
  | { readonly type: 'archiveRoom'; readonly roomId: string }
  | { readonly type: 'leaveRoom'; readonly roomId: string }
  | { readonly type: 'cancelScheduled'; readonly id: string }
  | { readonly type: 'logout' };

export type Overlay =
  | { readonly kind: 'help' }
  /** The headings of the post that is read. */
  | { readonly kind: 'outline'; readonly selected: number }
  /** Emoji to react to a message with. */
  | {
      readonly kind: 'react';
      readonly roomId: string;
      readonly messageId: string;
      readonly input: TextInputState;
      readonly selected: number;
    }
  /** What is pinned in a room; null until the server answered. */
  | {
      readonly kind: 'pins';
      readonly roomId: string;
      readonly messages: readonly MessageView[] | null;
      readonly selected: number;
    }
  /** My messages that are sent later; null until the server answered. */
  | {
      readonly kind: 'scheduled';
      readonly items: readonly ScheduledMessageView[] | null;
      readonly selected: number;
    }
  /** The words that call me, which are in the state. */
  | { readonly kind: 'keywords'; readonly selected: number }
  | { readonly kind: 'palette'; readonly input: TextInputState; readonly selected: number }
  | {
      readonly kind: 'commandLine';
      readonly input: TextInputState;
      readonly problem: string | null;
    }
  | {
      readonly kind: 'confirm';
      readonly question: string;
      /** What will happen, in a sentence. */
      readonly detail?: string;
      readonly intent: Intent;
    }
  | RoomSettings
  | MessageSearch
  | RoomInvites
  /** When a post is to be published. */
  | {
      readonly kind: 'schedule';
      readonly postId: string;
      readonly title: string;
      readonly publishAt: string | null;
      readonly input: TextInputState;
      readonly problem: string | null;
    };

export type OverlayInput =
  | { readonly type: 'opened'; readonly overlay: Overlay }
  | { readonly type: 'closed' }
  | { readonly type: 'edited'; readonly action: TextInputAction }
  | { readonly type: 'selected'; readonly index: number }
  | { readonly type: 'find'; readonly input: MessageSearchInput }
  | { readonly type: 'invites'; readonly input: RoomInvitesInput }
  | { readonly type: 'settings'; readonly input: RoomSettingsInput }
  | {
      readonly type: 'pinned';
      readonly roomId: string;
      readonly messages: readonly MessageView[];
    }
  | { readonly type: 'scheduled'; readonly items: readonly ScheduledMessageView[] }
  | { readonly type: 'failed'; readonly problem: string };

export function openPalette(): Overlay {
  return { kind: 'palette', input: createTextInput({ maxLength: 200 }), selected: 0 };
}

export function openReactions(target: { roomId: string; messageId: string }): Overlay {
  return { kind: 'react', ...target, input: createTextInput({ maxLength: 40 }), selected: 0 };
}

export function openCommandLine(text = ''): Overlay {
  return { kind: 'commandLine', input: createTextInput({ text, maxLength: 1_000 }), problem: null };
}

export function openSchedule({
  id,
  title,
  publishAt,
}: {
  id: string;
  title: string;
  publishAt: string | null;
}): Overlay {
  const input = createTextInput({ maxLength: 100 });
  return { kind: 'schedule', postId: id, title, publishAt, input, problem: null };
}

export function reduceOverlay(overlay: Overlay | null, input: OverlayInput): Overlay | null {
  switch (input.type) {
    case 'opened':
      return input.overlay;
    case 'closed':
      return null;
    case 'edited': {
      if (!hasInput(overlay)) return overlay;
      if (overlay.kind === 'find') {
        return reduceMessageSearch(overlay, { type: 'edited', action: input.action });
      }
      const next = reduceTextInput(overlay.input, input.action);
      if (next === overlay.input) return overlay;
      return overlay.kind === 'palette' || overlay.kind === 'react'
        ? { ...overlay, input: next, selected: 0 }
        : { ...overlay, input: next, problem: null };
    }
    case 'selected':
      return overlay !== null && 'selected' in overlay
        ? { ...overlay, selected: input.index }
        : overlay;
    case 'pinned': {
      if (overlay?.kind !== 'pins' || overlay.roomId !== input.roomId) return overlay;
      const selected = Math.max(0, Math.min(overlay.selected, input.messages.length - 1));
      return { ...overlay, messages: input.messages, selected };
    }
    case 'scheduled':
      return overlay?.kind === 'scheduled' ? { ...overlay, items: input.items } : overlay;
    case 'failed':
      return overlay?.kind === 'commandLine' || overlay?.kind === 'schedule'
        ? { ...overlay, problem: input.problem }
        : overlay;
    case 'find':
      return overlay?.kind === 'find' ? reduceMessageSearch(overlay, input.input) : overlay;
    case 'invites':
      return overlay?.kind === 'invites' ? reduceRoomInvites(overlay, input.input) : overlay;
    case 'settings':
      return overlay?.kind === 'settings' ? reduceRoomSettings(overlay, input.input) : overlay;
  }
}

/** A question about publishing, which one may as well do later. */
export function canSchedule({ type }: Intent): boolean {
  return type === 'publishPost' || type === 'publishEdited';
}

/** One types into it. */
export function hasInput(
  overlay: Overlay | null,
): overlay is Extract<Overlay, { input: TextInputState }> {
  return overlay !== null && 'input' in overlay;
}
