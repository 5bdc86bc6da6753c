// What is written where: the draft behind the composer that is on the screen.

import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom, openThreadId } from './app-state.ts';
import { threadOf } from './comment-thread.ts';
import { type Draft, type Drafts, draftOf, enteringDraft } from './draft.ts';
import { findMessage, type RoomState } from './room.ts';
import { type TalkPane, talkPane } from './talk-side.ts';

/** The post whose comments one is among, not just below its text. */
export function discussedPost(state: AppState): string | null {
  const route = currentRoute(state.routes);
  const isAmong = state.focus === 'comments' || state.focus === 'composer';
  return route.name === 'reader' && isAmong ? route.postId : null;
}

/** The name of the draft in the composer; null where there is none. */
export function composerDraft(state: AppState): string | null {
  const room = openRoom(state);
  if (room !== undefined) {
    return paneDraft(state, room, talkPane(state));
  }
  const postId = discussedPost(state);
  if (postId === null) return null;
  const { editing } = threadOf(state.threads, postId);
  return editing === null ? commentDraft(postId) : editDraft(editing);
}

/** The draft in a pane of a room: a change to a message is written where one talks. */
export function paneDraft(state: AppState, { room, editing }: RoomState, pane: TalkPane): string {
  if (state.entering !== null && pane === talkPane(state)) return enteringDraft;
  if (editing !== null && pane === talkPane(state)) return editDraft(editing);
  const rootId = pane === 'stream' ? null : openThreadId(state);
  return rootId === null ? room.id : threadDraft(rootId);
}

/** The draft of a new comment under a post. */
export function commentDraft(postId: string): string {
  return `post ${postId}`;
}

/** The draft of a reply in a thread, by its first message. */
export function threadDraft(rootId: string): string {
  return `thread ${rootId}`;
}

/** The draft of a change to a comment or a message. */
export function editDraft(id: string): string {
  return `comment ${id}`;
}

/** What the draft answers was deleted meanwhile: it goes without it. */
export function isAnsweredGone(state: AppState, { replyTo }: Draft): boolean {
  const room = openRoom(state);
  if (replyTo === null || room === undefined) return false;
  return (findMessage(room, replyTo.id)?.deletedAt ?? null) !== null;
}

/** After Enter, of a change that wrote over one made elsewhere. */
export const sayOverwritten = 'It had been changed meanwhile: e, then ↑ shows what it said.';

/** The message that is being changed says something else by now than when that began: what it says; else null. */
export function changedMeanwhile({ drafts }: AppState, room: RoomState): string | null {
  const { editing } = room;
  return editing === null ? null : otherText(drafts, findMessage(room, editing));
}

/** The same of a comment under a post. */
export function commentChangedMeanwhile({ drafts, threads }: AppState, postId: string) {
  const { editing, comments } = threadOf(threads, postId);
  return otherText(
    drafts,
    comments.find(({ id }) => id === editing),
  );
}

function otherText(
  drafts: Drafts,
  said: { id: string; body: string; deletedAt: string | null } | undefined,
): string | null {
  if (said === undefined || said.deletedAt !== null) return null;
  const { base } = draftOf(drafts, editDraft(said.id));
  return base === null || said.body === base ? null : said.body;
}

export function isPaneAnswerGone(state: AppState, room: RoomState, pane: TalkPane): boolean {
  return isAnsweredGone(state, draftOf(state.drafts, paneDraft(state, room, pane)));
}
