// Which keys would do something right now, so that the status bar hints at no other.

import type { PostListItem } from '@parley/shared/blog';
import type { Action } from '../keymap/index.ts';
import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom } from './app-state.ts';
import { foldableText } from './foldable.ts';
import { openOutline } from './lists.ts';
import { postsList, selectedComment, versionsList } from './lists-of-posts.ts';
import { peopleList, selectedItem } from './lists-of-rooms.ts';
import type { RoomState } from './room.ts';
import type { PersonEntry } from './room-people.ts';
import { canMute, canPutOut } from './room-rights.ts';
import { selectedIndexOf } from './scroll-list-select.ts';
import { isThreadBeside, talkPane, talkThreadId } from './talk-side.ts';

/** True as well for what is possible at all times. */
export function isPossible(state: AppState, action: Action): boolean {
  const rule = rules[action];
  return rule === undefined || rule(state);
}

/** What the key would do to what is selected, where that differs. */
export function hintOf(state: AppState, action: Action, hint: string): string {
  if (action !== 'people.mute') return hint;
  const mutedUntil = selectedPerson(state)?.person.mark?.mutedUntil ?? '';
  return Date.parse(mutedUntil) > state.now ? 'unmute' : hint;
}

type Rule = (state: AppState) => boolean;

const rules: Readonly<Partial<Record<Action, Rule>>> = {
  // Where nothing is selected, how one selects is what there is to know.
  'list.up': (state) =>
    state.overlay === null &&
    state.focus === 'messages' &&
    (openRoom(state)?.messages.length ?? 0) > 0 &&
    selectedItem(state) === undefined,
  'message.reply': hasLivingMessage,
  'message.react': hasLivingMessage,
  'message.edit': (state) => hasLivingMessage(state) && isMine(state, messageOf(state)?.author.id),
  'text.unfold': (state) => foldableText(state) !== null,
  'message.copy': (state) => hasLivingMessage(state) || selectedItem(state)?.kind === 'pending',
  'thread.open': (state) => messageOf(state) !== undefined && talkThreadId(state) === null,
  'invites.copy': ({ overlay }) => overlay?.kind === 'invites' && overlay.link !== null,
  'invites.end': ({ overlay }) => overlay?.kind === 'invites' && (overlay.items?.length ?? 0) > 0,
  'thread.toRoom': (state) => isThreadBeside(state) && talkPane(state) === 'main',
  'thread.toThread': (state) => isThreadBeside(state) && talkPane(state) === 'stream',
  'people.talk': (state) => selectedPerson(state) !== null,
  'people.mute': (state) => mayTo(state, canMute),
  'people.kick': (state) => mayTo(state, canPutOut),
  'people.ban': (state) => mayTo(state, canPutOut),
  'form.submit': ({ form }) => form !== null,
  'posts.open': (state) => postOf(state) !== undefined,
  'posts.edit': (state) => mayChange(state, postOf(state)),
  'posts.publish': (state) => {
    const post = postOf(state);
    return mayChange(state, post) && post?.state !== 'published';
  },
  'editor.publish': ({ editor }) => editor?.stored?.state !== 'published',
  'reader.outline': (state) => openOutline(state).length > 0,
  'reader.copyLink': isPublished,
  'comments.open': isPublished,
  'comments.write': isPublished,
  'comment.reply': hasLivingComment,
  'comment.edit': (state) => hasLivingComment(state) && isMine(state, commentOf(state)?.author.id),
  'comment.delete': (state) =>
    hasLivingComment(state) &&
    (isMine(state, commentOf(state)?.author.id) || state.me?.role !== 'member'),
  'versions.restore': (state) => {
    const route = currentRoute(state.routes);
    if (route.name === 'versions') {
      const { content, state: list } = versionsList(state, route.postId);
      const version = content.items[selectedIndexOf(list, content.items)]?.item.version;
      return version !== undefined && version !== state.posts.read.get(route.postId)?.version;
    }
    if (route.name !== 'changes') return false;
    return route.version !== state.posts.read.get(route.postId)?.version;
  },
};

function messageOf(state: AppState) {
  const item = selectedItem(state);
  return item?.kind === 'message' ? item.message : undefined;
}

function hasLivingMessage(state: AppState): boolean {
  return messageOf(state)?.deletedAt === null;
}

function commentOf(state: AppState) {
  return selectedComment(state)?.comment;
}

function hasLivingComment(state: AppState): boolean {
  return commentOf(state)?.deletedAt === null;
}

/** The post that is read, or selected in the list. */
function postOf(state: AppState): PostListItem | undefined {
  const route = currentRoute(state.routes);
  if (route.name === 'reader') return state.posts.read.get(route.postId);
  const { content, state: list } = postsList(state);
  return content.items[selectedIndexOf(list, content.items)]?.post;
}

function isPublished(state: AppState): boolean {
  return postOf(state)?.state === 'published';
}

function mayChange(state: AppState, post: PostListItem | undefined): boolean {
  if (post === undefined || state.me === null) return false;
  return isMine(state, post.author.id) || state.me.role !== 'member';
}

/** Somebody else in the list of people. */
function selectedPerson(state: AppState): { person: PersonEntry; room: RoomState } | null {
  const room = openRoom(state);
  if (room === undefined) return null;
  const { content, state: list } = peopleList(state, room);
  const person = content.items[selectedIndexOf(list, content.items)];
  return person === undefined || person.username === state.me?.username ? null : { person, room };
}

function mayTo(state: AppState, can: typeof canPutOut): boolean {
  const found = selectedPerson(state);
  return found !== null && can(state.me, found.room, found.person.mark?.role ?? 'member');
}

function isMine({ me }: AppState, authorId: string | undefined): boolean {
  return me !== null && authorId === me.id;
}
