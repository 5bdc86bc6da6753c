// Writing a post: its fields, what is known of the stored version, and how saving goes.
//
// opened ──typed──▶ edited ──valid, a pause──▶ saving ──▶ saved ──typed──▶ edited …
//                     │ every second: kept on this computer     └─failed: said, kept, tried again
//                     └ a post that readers see is saved only when its author says so

import type { PostView } from '@parley/shared/blog';
import { type FormEvent, type FormState, formErrors, reduceForm } from './form.ts';
import type { KeptPost } from './kept-post.ts';
import {
  bodyField,
  createPostForm,
  fieldsOf,
  isBlankFields,
  isSameFields,
  noFields,
  type PostFields,
  postFields,
} from './post-fields.ts';
import { mergePost } from './post-merge.ts';
import type { PostsInput } from './posts.ts';
import type { Problem } from './problem.ts';
import { reduceTextInput } from './text-input.ts';

export type Saving =
  | { readonly phase: 'idle' }
  | { readonly phase: 'saving'; readonly sent: PostFields }
  | { readonly phase: 'saved'; readonly at: number }
  /** `sent` was on its way when the answer was lost: it may have arrived. */
  | { readonly phase: 'failed'; readonly problem: Problem; readonly sent: PostFields };

export interface PostEditor {
  /** Names this writing among those kept on this computer. */
  readonly key: string;
  readonly form: FormState;
  /** The stored post this is an edit of; null while it was never saved. */
  readonly stored: PostView | null;
  /** The fields when they last were as stored. */
  readonly clean: PostFields;
  readonly saving: Saving;
  /** When the text was last kept on this computer. */
  readonly keptAt: number | null;
  /** When the text that was restored had been kept; null when nothing was. */
  readonly restoredAt: number | null;
  readonly isPreview: boolean;
  /** Which completion of the tag that is written is selected; closed until the next key. */
  readonly tagChoice: { readonly selected: number; readonly isClosed: boolean };
}

const freshChoice = { selected: 0, isClosed: false } as const;

export type PostEditorInput =
  | {
      readonly type: 'opened';
      readonly key: string;
      readonly post: PostView | null;
      readonly kept?: KeptPost;
    }
  | { readonly type: 'form'; readonly event: FormEvent }
  | { readonly type: 'saving'; readonly sent: PostFields }
  | { readonly type: 'saved'; readonly post: PostView; readonly now: number }
  /** `isQuiet`: nobody asked for this save, so it moves no focus. */
  | { readonly type: 'failed'; readonly problem: Problem; readonly isQuiet: boolean }
  | { readonly type: 'kept'; readonly now: number }
  /** Back to what is stored. */
  | { readonly type: 'discarded' }
  /** Somebody stored a newer version: it is merged into what was typed, which undo brings back. */
  | { readonly type: 'conflicted'; readonly current: PostView }
  /** The stored post is no more: what is written would be a new one. */
  | { readonly type: 'orphaned' }
  | { readonly type: 'previewed' }
  /** Null closes the choice. */
  | { readonly type: 'tagSelected'; readonly index: number | null }
  | { readonly type: 'closed' };

export function reducePostEditor(
  editor: PostEditor | null,
  input: PostEditorInput,
): PostEditor | null {
  if (input.type === 'opened') return openEditor(input);
  if (editor === null) return null;
  switch (input.type) {
    case 'form': {
      const tagChoice = input.event.type === 'paused' ? editor.tagChoice : freshChoice;
      return { ...editor, tagChoice, form: reduceForm(editor.form, input.event) };
    }
    case 'tagSelected': {
      const isClosed = input.index === null;
      return { ...editor, tagChoice: { selected: input.index ?? 0, isClosed } };
    }
    case 'saving': {
      // One may go on typing while it is saved.
      const form = { ...editor.form, isBusy: false, problem: null };
      return { ...editor, form, saving: { phase: 'saving', sent: input.sent } };
    }
    case 'saved': {
      const sent = editor.saving.phase === 'saving' ? editor.saving.sent : postFieldsOf(editor);
      const saving = { phase: 'saved', at: input.now } as const;
      return { ...editor, stored: input.post, clean: sent, saving, restoredAt: null };
    }
    case 'failed': {
      const { problem, isQuiet } = input;
      const sent = editor.saving.phase === 'saving' ? editor.saving.sent : postFieldsOf(editor);
      const failed = reduceForm(editor.form, { type: 'failed', problem });
      const form = isQuiet ? { ...failed, problem: null, focus: editor.form.focus } : failed;
      return { ...editor, form, saving: { phase: 'failed', problem, sent } };
    }
    case 'kept':
      return { ...editor, keptAt: input.now };
    case 'discarded':
      return { ...openEditor({ key: editor.key, post: editor.stored }), saving: { phase: 'idle' } };
    case 'conflicted':
      return mergeCurrent(editor, input.current);
    case 'orphaned': {
      const problem = 'The post is no longer there. Save again to make a new one of your text.';
      const form = { ...editor.form, isBusy: false, problem };
      return { ...editor, form, stored: null, clean: noFields, saving: { phase: 'idle' } };
    }
    case 'previewed':
      return { ...editor, isPreview: !editor.isPreview };
    case 'closed':
      return null;
  }
}

function openEditor({
  key,
  post,
  kept,
}: {
  key: string;
  post: PostView | null;
  kept?: KeptPost;
}): PostEditor {
  const stored = createPostForm(post === null ? noFields : fieldsOf(post));
  const form = kept === undefined ? stored : createPostForm(kept.fields);
  // Who edits comes for the text.
  const focus = post === null && kept === undefined ? form.focus : bodyField;
  return {
    key,
    form: { ...form, focus },
    stored: post,
    // As the fields hold it, which may be cleaner than what was stored.
    clean: postFields(stored),
    saving: { phase: 'idle' },
    keptAt: kept?.keptAt ?? null,
    restoredAt: kept?.keptAt ?? null,
    isPreview: false,
    tagChoice: freshChoice,
  };
}

function mergeCurrent(editor: PostEditor, current: PostView): PostEditor {
  const clean = postFields(createPostForm(fieldsOf(current)));
  const opened = editor.stored ?? current;
  const { fields, message } = mergePost(opened, postFieldsOf(editor), current);
  const inputs = editor.form.fields.map((field) => {
    const text = fields[field.name as keyof PostFields];
    return { ...field, input: reduceTextInput(field.input, { type: 'rewrite', text }) };
  });
  const form = { ...editor.form, fields: inputs, isBusy: false, problem: message };
  return { ...editor, stored: current, clean, saving: { phase: 'idle' }, form };
}

/** The editor after something happened to the post it is at, such as its hour to be published. */
export function observePost(editor: PostEditor | null, input: PostsInput): PostEditor | null {
  if (input.type !== 'wire' || !('post' in input.event)) return editor;
  const { post } = input.event;
  const stored = editor?.stored;
  if (stored?.id !== post.id || stored.version !== post.version) return editor;
  return { ...editor!, stored: { ...stored, ...post } };
}

export function postFieldsOf({ form }: PostEditor): PostFields {
  return postFields(form);
}

/** Something differs from what is stored. */
export function isEdited(editor: PostEditor): boolean {
  const fields = postFieldsOf(editor);
  if (editor.stored === null && isBlankFields(fields)) return false;
  return !isSameFields(fields, editor.clean);
}

/** Nothing is wrong with the fields. */
export function isValidPost({ form }: PostEditor): boolean {
  return Object.keys(formErrors(form)).length === 0;
}

/** Readers see it, or will at its hour: only its author's word changes it. */
export function isPublic({ stored }: PostEditor): boolean {
  return stored?.state === 'published' || stored?.state === 'scheduled';
}
