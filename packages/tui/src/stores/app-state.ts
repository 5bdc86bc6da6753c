// The whole client as one value, and every event that changes it.

import type { AccountView } from '@parley/shared/accounts';
import type { ActivityItem } from '@parley/shared/activity';
import type { SystemInfo } from '@parley/shared/admin';
import type { TagView } from '@parley/shared/blog';
import type { StatusView } from '@parley/shared/status';
import type { Keymap } from '../keymap/index.ts';
import { currentRoute, type RouteEvent, type Routes } from '../router/index.ts';
import type { ThemeName } from '../theme/index.ts';
import type { Connection } from './client-api.ts';
import type { ThreadInput, Threads } from './comment-thread.ts';
import type { ChosenOption } from './composer-choice.ts';
import type { DraftInput, Drafts } from './draft.ts';
import type { FormEvent, FormState } from './form.ts';
import type { Overlay, OverlayInput } from './overlay.ts';
import type { PostEditor, PostEditorInput } from './post-editor.ts';
import type { PostVersions, PostVersionsInput } from './post-versions.ts';
import { initialPosts, type PostsInput, type PostsState } from './posts.ts';
import type { RoomState } from './room.ts';
import type { Rooms, RoomsInput } from './rooms.ts';
import type { ScrollListState } from './scroll-list.ts';
import { initialWatching, type Watching } from './watching.ts';

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

/** Comments that wait for me: under my posts, and answers to mine. */
export function countWaitingComments({ activity }: AppState): number {
  return activity.reduce((sum, item) => sum + (item.kind === 'comments' ? item.unread : 0), 0);
}

/** The room that is open, when one is. */
export function openRoom(state: AppState): RoomState | undefined {
  const route = currentRoute(state.routes);
  return route.name === 'room' && route.roomId !== null ? state.rooms.get(route.roomId) : undefined;
}

/** From so many columns on a thread stands beside its room; in fewer there is the one that one talks in. */
export const threadBesideFrom = 100;

/** The first message of the thread that is open, also behind its room; null without one. */
export function routedThreadId(state: AppState): string | null {
  const route = currentRoute(state.routes);
  return route.name === 'room' && openRoom(state) !== undefined ? (route.thread ?? null) : null;
}

/** The first message of the thread that is on the screen; null without one. */
export function openThreadId(state: AppState): string | null {
  const isBehind = state.isInStream && state.size.columns < threadBesideFrom;
  return isBehind ? null : routedThreadId(state);
}
