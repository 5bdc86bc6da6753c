// The reducer that every event of the client goes through.

import { newerStatus } from '@parley/shared/status';
import { currentRoute, reduceRoutes } from '../router/index.ts';
import { type AppEvent, type AppState, keptSeen, openRoom } from './app-state.ts';
import { reduceThreads, threadOf } from './comment-thread.ts';
import { draftOf, enteringDraft, reduceDraft } from './draft.ts';
import { reduceForm } from './form.ts';
import { reduceOverlay } from './overlay.ts';
import { tellCommentCount } from './post-counts.ts';
import { observePost, reducePostEditor } from './post-editor.ts';
import { reducePostVersions } from './post-versions.ts';
import { initialPosts, reducePosts } from './posts.ts';
import { followRoom } from './room-settings.ts';
import { reduceRooms } from './rooms.ts';
import { changeWatching } from './watching.ts';
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
      ? { input: written.input, replyTo: present?.replyTo ?? null, base: null }
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
