// The whole client as one value, and the reducer that every event goes through.

import type { AccountView } from '@parley/shared/accounts';
import type { ActivityItem } from '@parley/shared/activity';
import type { SystemInfo } from '@parley/shared/admin';
import type { TagView } from '@parley/shared/blog';
import { newerStatus, type StatusView } from '@parley/shared/status';
import type { Keymap } from '../keymap/index.ts';
import { currentRoute, type RouteEvent, type Routes, reduceRoutes } from '../router/index.ts';
import type { ThemeName } from '../theme/index.ts';
import type { Connection } from './client-api.ts';
import { reduceThreads, type ThreadInput, type Threads, threadOf } from './comment-thread.ts';
import type { ChosenOption } from './composer-choice.ts';
import { type DraftInput, type Drafts, draftOf, enteringDraft, reduceDraft } from './draft.ts';
import { type FormEvent, type FormState, reduceForm } from './form.ts';
import { type Overlay, type OverlayInput, reduceOverlay } from './overlay.ts';
import { tellCommentCount } from './post-counts.ts';
import {
  observePost,
  type PostEditor,
  type PostEditorInput,
  reducePostEditor,
} from './post-editor.ts';
import { type PostVersions, type PostVersionsInput, reducePostVersions } from './post-versions.ts';
import { initialPosts, type PostsInput, type PostsState, reducePosts } from './posts.ts';
import type { RoomState } from './room.ts';
import { followRoom } from './room-settings.ts';
import { type Rooms, type RoomsInput, reduceRooms } from './rooms.ts';
import type { ScrollListState } from './scroll-list.ts';
import { changeWatching, initialWatching, type Watching } from './watching.ts';

/** Posts whose comments are remembered as seen. */
export const keptSeen = 200;

/** What the keys go to while no overlay is open and the route has more than one place for them. */
export type Focus = 'composer' | 'messages' | 'comments' | 'rooms' | 'people';

export interface Entering {
  /** Which of several attempts. */
  readonly id: number;
  readonly label: string;
}

export interface Notice {
  readonly text: string;
  readonly tone: 'info' | 'good' | 'bad';
}

export interface AppState {
  readonly size: { readonly columns: number; readonly rows: number };
  readonly server: string;
  readonly info: SystemInfo | null;
  readonly me: AccountView | null;
  readonly connection: Connection;
  /** Milliseconds since the epoch, moved on while a countdown is shown. */
  readonly now: number;
  readonly routes: Routes;
  readonly focus: Focus;
  /** Beside its open thread the room has the keys, not the thread. */
  readonly isInStream: boolean;
  /** What the person chose; `auto` goes by the width of the window. */
  readonly panes: { readonly left: boolean | 'auto'; readonly right: boolean | 'auto' };
  readonly rooms: Rooms;
  /** What waits for me anywhere, the newest first. */
  readonly activity: readonly ActivityItem[];
  /** Words that call me when others say them. */
  readonly keywords: readonly string[];
  readonly drafts: Drafts;
  /** The room that one is on the way into, until the server answered. */
  readonly entering: Entering | null;
  /** Long messages and comments that are shown whole, by id. */
  readonly unfolded: ReadonlySet<string>;
  readonly posts: PostsState;
  /** Of the post whose versions were looked at last. */
  readonly versions: PostVersions | null;
  /** Tags of published posts with their counts, as the server told last. */
  readonly tags: readonly TagView[];
  /** The comments of posts that were read, by post. */
  readonly threads: Threads;
  /** By post, when the newest comment was written that was on the screen. */
  readonly commentsSeen: ReadonlyMap<string, string>;
  readonly form: FormState | null;
  readonly editor: PostEditor | null;
  readonly overlay: Overlay | null;
  /** The option that was moved to for a word in the composer. */
  readonly choice: ChosenOption | null;
  readonly notice: Notice | null;
  /** Ctrl+C was pressed once. */
  /** Messages to be sent later that could not be, and wait to be looked at. */
  readonly failedScheduled: number;
  readonly isQuitArmed: boolean;
  readonly watching: Watching;
  /** What waits was fetched whole, so that an empty list says that nothing does. */
  readonly isActivityListed: boolean;
  /** By list: `rooms`, `posts`, `messages ID` … */
  readonly scroll: ReadonlyMap<string, ScrollListState>;
  /** First shown row of texts longer than their window, by name. */
  readonly textTops: ReadonlyMap<string, number>;
  readonly theme: ThemeName;
  readonly keymap: Keymap;
}

export type AppEvent =
  | RouteEvent
  | { readonly type: 'resized'; readonly columns: number; readonly rows: number }
  | { readonly type: 'server.chosen'; readonly server: string }
  | { readonly type: 'server.described'; readonly info: SystemInfo }
  | { readonly type: 'session.opened'; readonly me: AccountView }
  | { readonly type: 'session.closed' }
  /** What I say of myself, as told by some device or other. */
  | { readonly type: 'status.changed'; readonly status: StatusView }
  | { readonly type: 'connection'; readonly connection: Connection; readonly now: number }
  | { readonly type: 'ticked'; readonly now: number }
  | { readonly type: 'focused'; readonly focus: Focus; readonly isInStream?: boolean }
  | { readonly type: 'pane'; readonly side: 'left' | 'right'; readonly isShown: boolean }
  | { readonly type: 'rooms'; readonly input: RoomsInput }
  | {
      readonly type: 'activity.listed';
      readonly items: readonly ActivityItem[];
      readonly isWhole?: true;
    }
  | { readonly type: 'keywords.told'; readonly words: readonly string[] }
  | { readonly type: 'entering.begun'; readonly entering: Entering }
  /** What was written meanwhile goes into this draft. */
  | { readonly type: 'entering.ended'; readonly draft: string | null }
  | { readonly type: 'unfolded'; readonly ids: ReadonlySet<string> }
  | { readonly type: 'draft'; readonly roomId: string; readonly input: DraftInput }
  | { readonly type: 'posts'; readonly input: PostsInput }
  | { readonly type: 'versions'; readonly input: PostVersionsInput }
  | { readonly type: 'tags.listed'; readonly tags: readonly TagView[] }
  | { readonly type: 'thread'; readonly postId: string; readonly input: ThreadInput }
  | { readonly type: 'comments.seen'; readonly postId: string; readonly at: string }
  | { readonly type: 'form.opened'; readonly form: FormState }
  | { readonly type: 'form'; readonly event: FormEvent }
  | { readonly type: 'editor'; readonly input: PostEditorInput }
  | { readonly type: 'overlay'; readonly input: OverlayInput }
  | { readonly type: 'choice'; readonly chosen: ChosenOption }
  | { readonly type: 'noticed'; readonly notice: Notice | null }
  | { readonly type: 'scheduled.failed'; readonly count: number }
  | { readonly type: 'watching'; readonly change: Partial<Watching> }
  | { readonly type: 'quit.armed'; readonly isArmed: boolean }
  | { readonly type: 'scrolled'; readonly list: string; readonly state: ScrollListState }
  | { readonly type: 'theme'; readonly name: ThemeName };

export function createAppState(
  given: Pick<AppState, 'size' | 'server' | 'theme' | 'keymap'> & Partial<AppState>,
): AppState {
  return {
    info: null,
    me: null,
    connection: { phase: 'connecting' },
    now: 0,
    routes: [{ name: 'connect' }],
    focus: 'composer',
    isInStream: false,
    panes: { left: 'auto', right: 'auto' },
    rooms: new Map(),
    activity: [],
    keywords: [],
    drafts: new Map(),
    entering: null,
    unfolded: new Set(),
    posts: initialPosts,
    versions: null,
    tags: [],
    threads: new Map(),
    commentsSeen: new Map(),
    form: null,
    editor: null,
    overlay: null,
    choice: null,
    notice: null,
    failedScheduled: 0,
    isQuitArmed: false,
    watching: initialWatching,
    isActivityListed: false,
    scroll: new Map(),
    textTops: new Map(),
    ...given,
  };
}

export function reduceApp(state: AppState, event: AppEvent): AppState {
  switch (event.type) {
    case 'route.pushed':
    case 'route.replaced':
    case 'route.back':
    case 'route.reset': {
      const routes = reduceRoutes(state.routes, event);
      if (routes === state.routes) return state;
      // Whatever had the keys before, a post is come to for its text.
      const isForText = currentRoute(routes).name === 'reader' || state.focus === 'comments';
      const focus = isForText ? 'messages' : state.focus;
      return { ...state, routes, focus, isInStream: false };
    }
    case 'resized':
      return { ...state, size: { columns: event.columns, rows: event.rows } };
    case 'server.chosen':
      return { ...state, server: event.server, info: null };
    case 'server.described':
      return { ...state, info: event.info };
    case 'session.opened':
      return { ...state, me: event.me };
    case 'status.changed': {
      const { me } = state;
      if (me === null) return state;
      const status = newerStatus(me.status, event.status);
      return status === me.status ? state : { ...state, me: { ...me, status } };
    }
    case 'session.closed':
      return {
        ...state,
        me: null,
        rooms: new Map(),
        activity: [],
        isActivityListed: false,
        failedScheduled: 0,
        keywords: [],
        posts: initialPosts,
        versions: null,
        tags: [],
        threads: new Map(),
        commentsSeen: new Map(),
        unfolded: new Set(),
        entering: null,
        editor: null,
        scroll: new Map(),
      };
    case 'connection':
      return reduceConnection(state, event);
    case 'ticked':
      return { ...state, now: event.now };
    case 'focused': {
      const { focus, isInStream = state.isInStream } = event;
      const isSame = state.focus === focus && state.isInStream === isInStream;
      return isSame ? state : { ...state, focus, isInStream };
    }
    case 'pane':
      return { ...state, panes: { ...state.panes, [event.side]: event.isShown } };
    case 'rooms': {
      const rooms = reduceRooms(state.rooms, event.input);
      if (rooms === state.rooms) return state;
      const { overlay } = state;
      if (overlay?.kind !== 'settings') return { ...state, rooms };
      return { ...state, rooms, overlay: followRoom(overlay, rooms.get(overlay.roomId)) };
    }
    case 'activity.listed':
      return {
        ...state,
        activity: event.items,
        isActivityListed: state.isActivityListed || event.isWhole === true,
      };
    case 'keywords.told':
      return { ...state, ...followKeywords(state, event.words) };
    case 'entering.begun': {
      const focus = openRoom(state) === undefined ? state.focus : 'composer';
      return { ...state, entering: event.entering, focus };
    }
    case 'entering.ended':
      return state.entering === null ? state : endEntering(state, event.draft);
    case 'unfolded':
      return { ...state, unfolded: event.ids };
    case 'draft': {
      const draft = draftOf(state.drafts, event.roomId);
      const next = reduceDraft(draft, event.input);
      if (next === draft) return state;
      return { ...state, drafts: new Map(state.drafts).set(event.roomId, next) };
    }
    case 'posts':
      return {
        ...state,
        posts: reducePosts(state.posts, event.input),
        editor: observePost(state.editor, event.input),
      };
    case 'versions':
      return { ...state, versions: reducePostVersions(state.versions, event.input) };
    case 'tags.listed':
      return { ...state, tags: event.tags };
    case 'thread': {
      const threads = reduceThreads(state.threads, event.postId, event.input);
      if (threads === state.threads) return state;
      const thread = threadOf(threads, event.postId);
      return { ...state, threads, posts: tellCommentCount(state.posts, event.postId, thread) };
    }
    case 'comments.seen': {
      const others = [...state.commentsSeen].filter(([postId]) => postId !== event.postId);
      const kept = others.slice(-keptSeen + 1);
      return { ...state, commentsSeen: new Map([...kept, [event.postId, event.at] as const]) };
    }
    case 'form.opened':
      return { ...state, form: event.form };
    case 'form':
      return state.form === null ? state : { ...state, form: reduceForm(state.form, event.event) };
    case 'editor':
      return { ...state, editor: reducePostEditor(state.editor, event.input) };
    case 'overlay':
      return { ...state, overlay: reduceOverlay(state.overlay, event.input) };
    case 'choice':
      return { ...state, choice: event.chosen };
    case 'noticed':
      return state.notice === event.notice ? state : { ...state, notice: event.notice };
    case 'scheduled.failed':
      return state.failedScheduled === event.count
        ? state
        : { ...state, failedScheduled: event.count };
    case 'watching': {
      const watching = changeWatching(state.watching, event.change);
      return watching === state.watching ? state : { ...state, watching };
    }
    case 'quit.armed':
      return state.isQuitArmed === event.isArmed ? state : { ...state, isQuitArmed: event.isArmed };
    case 'scrolled': {
      const scroll = new Map(state.scroll);
      // Posts stand in the order in which they were read last.
      if (event.list.startsWith('reader')) scroll.delete(event.list);
      return { ...state, scroll: scroll.set(event.list, event.state) };
    }
    case 'theme':
      return { ...state, theme: event.name };
  }
}

function endEntering(state: AppState, draft: string | null): AppState {
  const written = state.drafts.get(enteringDraft);
  if (written === undefined || draft === null) return { ...state, entering: null };
  const drafts = new Map(state.drafts);
  drafts.delete(enteringDraft);
  const present = drafts.get(draft);
  const text = written.input.text;
  if (text === '') return { ...state, entering: null, drafts };
  const before = present?.input.text ?? '';
  // With its cursor and what can be undone, unless something stood there.
  const next =
    before === ''
      ? { input: written.input, replyTo: present?.replyTo ?? null }
      : reduceDraft(present!, {
          type: 'edited',
          action: { type: 'setText', text: `${before}\n${text}` },
        });
  return { ...state, entering: null, drafts: drafts.set(draft, next) };
}

/** The same list stays the same, so nothing is drawn anew; a selection stays on a word. */
function followKeywords(
  { keywords, overlay }: AppState,
  words: readonly string[],
): Pick<AppState, 'keywords' | 'overlay'> {
  const isSame =
    keywords.length === words.length && words.every((word, at) => word === keywords[at]);
  if (isSame || overlay?.kind !== 'keywords')
    return { keywords: isSame ? keywords : words, overlay };
  const selected = Math.max(0, Math.min(overlay.selected, words.length - 1));
  return { keywords: words, overlay: { ...overlay, selected } };
}

function reduceConnection(
  state: AppState,
  { connection, now }: Extract<AppEvent, { type: 'connection' }>,
): AppState {
  const wasOnline = state.connection.phase === 'online';
  const isOnline = connection.phase === 'online';
  const rooms =
    wasOnline && !isOnline ? reduceRooms(state.rooms, { type: 'disconnected' }) : state.rooms;
  return { ...state, connection, now, rooms };
}

/** Comments that wait for me: under my posts, and answers to mine. */
export function countWaitingComments({ activity }: AppState): number {
  return activity.reduce((sum, item) => sum + (item.kind === 'comments' ? item.unread : 0), 0);
}

/** The room that is open, when one is. */
export function openRoom(state: AppState): RoomState | undefined {
  const route = currentRoute(state.routes);
  return route.name === 'room' && route.roomId !== null ? state.rooms.get(route.roomId) : undefined;
}

/** The first message of the thread that is open; null without one. */
export function openThreadId(state: AppState): string | null {
  const route = currentRoute(state.routes);
  return route.name === 'room' && openRoom(state) !== undefined ? (route.thread ?? null) : null;
}
