// What the keys mean right now: the contexts in force, and the text that typing goes to.

import type { KeyContext } from '../keymap/index.ts';
import { currentRoute } from '../router/index.ts';
import { type AppEvent, type AppState, openRoom } from './app-state.ts';
import { composerDraft } from './composer.ts';
import { composerChoice } from './composer-choice.ts';
import { draftOf } from './draft.ts';
import { editorLayout } from './form-layout.ts';
import { composerPlace, computeLayout } from './layout.ts';
import { hasInput } from './overlay.ts';
import { bodyField } from './post-fields.ts';
import type { RoomSettings } from './room-settings.ts';
import { settingsLayout } from './settings-layout.ts';
import { tagChoiceOf } from './tag-choice.ts';
import { talkPane, talkThreadId } from './talk-side.ts';
import type { TextInputAction, TextInputState } from './text-input.ts';

/** Contexts in the order in which they are asked. */
export function keyContextsOf(state: AppState): readonly KeyContext[] {
  const { overlay } = state;
  switch (overlay?.kind) {
    case 'help':
      return ['help', 'global'];
    case 'outline':
      return ['outline', 'global'];
    case 'pins':
      return ['pins', 'global'];
    case 'scheduled':
      return ['scheduled', 'global'];
    case 'keywords':
      return ['keywords', 'global'];
    case 'palette':
      return ['palette', 'text', 'global'];
    case 'react':
      return ['react', 'text', 'global'];
    case 'commandLine':
      return ['commandLine', 'text', 'global'];
    case 'confirm':
      return ['confirm'];
    case 'schedule':
      return ['schedule', 'text', 'global'];
    case 'find':
      return ['find', 'text'];
    case 'invites':
      if (overlay.ending !== null) return ['confirm'];
      return overlay.form === null ? ['invites'] : ['invite', 'text'];
    case 'settings':
      return settingsContextsOf(overlay);
    case undefined:
      return routeContextsOf(state);
  }
}

function routeContextsOf(state: AppState): readonly KeyContext[] {
  const route = currentRoute(state.routes);
  switch (route.name) {
    case 'connect':
    case 'login':
    case 'register':
      return isOnLink(state) ? ['form', 'global'] : ['form', 'text', 'global'];
    case 'editor':
      if (state.editor?.isPreview && computeLayout(state).beside === null) {
        return ['preview', 'global'];
      }
      return tagChoiceOf(state) === null
        ? ['editor', 'text', 'global']
        : ['tags', 'editor', 'text', 'global'];
    case 'posts':
      if (state.posts.search !== null && state.focus === 'composer') {
        return ['search', 'text', 'global'];
      }
      return state.focus === 'rooms' ? ['rooms', 'posts', 'global'] : ['posts', 'global'];
    case 'reader':
      return readerContextsOf(state);
    case 'versions':
    case 'changes':
      return state.focus === 'rooms' ? ['rooms', route.name, 'global'] : [route.name, 'global'];
    case 'room':
      if (openRoom(state) === undefined) return ['rooms', 'global'];
      if (state.focus === 'composer') return composerContextsOf(state);
      if (state.focus === 'rooms') return ['rooms', 'global'];
      if (state.focus === 'people') return ['people', 'global'];
      return talkThreadId(state) === null
        ? ['messages', 'global']
        : ['thread', 'messages', 'global'];
  }
}

function composerContextsOf(state: AppState): readonly KeyContext[] {
  return composerChoice(state) === null
    ? ['composer', 'text', 'global']
    : ['choice', 'composer', 'text', 'global'];
}

function readerContextsOf(state: AppState): readonly KeyContext[] {
  const { focus } = state;
  if (focus === 'rooms') return ['rooms', 'reader', 'global'];
  if (focus === 'comments') return ['comments', 'global'];
  return focus === 'composer' ? composerContextsOf(state) : ['reader', 'global'];
}

function settingsContextsOf({ form, question }: RoomSettings): readonly KeyContext[] {
  if (question !== null) return ['confirm'];
  const field = form.fields[form.focus];
  if (field === undefined) return ['settings'];
  return field.choices === null ? ['settings', 'text'] : ['settingsChoice', 'settings'];
}

function isOnLink({ form }: AppState): boolean {
  return form !== null && form.focus >= form.fields.length;
}

/** The text input that typing goes to, the columns it is laid out in, and how to change it. */
export interface TextTarget {
  readonly input: TextInputState;
  readonly columns: number;
  edit(action: TextInputAction): AppEvent;
}

/** Undefined where typing means commands. */
export function textTargetOf(state: AppState): TextTarget | undefined {
  if (!keyContextsOf(state).includes('text')) return undefined;
  const { overlay, form, editor } = state;
  if (hasInput(overlay)) {
    return {
      input: overlay.input,
      columns: state.size.columns,
      edit: (action) => ({ type: 'overlay', input: { type: 'edited', action } }),
    };
  }
  if (overlay?.kind === 'settings') {
    const field = overlay.form.fields[overlay.form.focus];
    if (field === undefined) return undefined;
    return {
      input: field.input,
      columns: settingsLayout(state, overlay).fieldColumns,
      edit: (action) => ({
        type: 'overlay',
        input: { type: 'settings', input: { type: 'form', event: { type: 'edited', action } } },
      }),
    };
  }
  if (overlay?.kind === 'invites') {
    const field = overlay.form?.fields[overlay.form.focus];
    if (field === undefined) return undefined;
    return {
      input: field.input,
      columns: state.size.columns,
      edit: (action) => ({
        type: 'overlay',
        input: { type: 'invites', input: { type: 'form', event: { type: 'edited', action } } },
      }),
    };
  }
  const roomId = composerDraft(state);
  if (roomId !== null) {
    return {
      input: draftOf(state.drafts, roomId).input,
      columns: composerPlace(state, talkPane(state)).columns,
      edit: (action) => ({ type: 'draft', roomId, input: { type: 'edited', action } }),
    };
  }
  const { search } = state.posts;
  if (search !== null && currentRoute(state.routes).name === 'posts') {
    return {
      input: search.input,
      columns: state.size.columns,
      edit: (action) => ({
        type: 'posts',
        input: { type: 'search', input: { type: 'edited', action } },
      }),
    };
  }
  const isEditor = currentRoute(state.routes).name === 'editor';
  const field = isEditor ? editor?.form.fields[editor.form.focus] : form?.fields[form.focus];
  if (field === undefined) return undefined;
  return {
    input: field.input,
    columns: isEditor ? (editorLayout(state).fields[bodyField]?.columns ?? 1) : state.size.columns,
    edit: (action) =>
      isEditor
        ? { type: 'editor', input: { type: 'form', event: { type: 'edited', action } } }
        : { type: 'form', event: { type: 'edited', action } },
  };
}
