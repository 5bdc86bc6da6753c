// Writing a post: a form of title, tags and body, and what is known of the stored version.

import type { PostView } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import {
  createForm,
  type FormEvent,
  type FormState,
  formValues,
  reduceForm,
  splitTags,
} from './form.ts';

export interface PostEditor {
  readonly form: FormState;
  /** The stored post this is an edit of; null while it was never saved. */
  readonly stored: PostView | null;
  readonly isPreview: boolean;
}

export type PostEditorInput =
  | { readonly type: 'opened'; readonly post: PostView | null }
  | { readonly type: 'form'; readonly event: FormEvent }
  | { readonly type: 'saved'; readonly post: PostView }
  /** Somebody stored a newer version: what was typed stays, saving again overwrites knowingly. */
  | { readonly type: 'conflicted'; readonly current: PostView; readonly message: string }
  | { readonly type: 'previewed' }
  | { readonly type: 'closed' };

export function reducePostEditor(
  editor: PostEditor | null,
  input: PostEditorInput,
): PostEditor | null {
  if (input.type === 'opened') return openEditor(input.post);
  if (editor === null) return null;
  switch (input.type) {
    case 'form':
      return { ...editor, form: reduceForm(editor.form, input.event) };
    case 'saved':
      return { ...editor, stored: input.post, form: reduceForm(editor.form, { type: 'settled' }) };
    case 'conflicted':
      return {
        ...editor,
        stored: input.current,
        form: { ...editor.form, isBusy: false, problem: input.message },
      };
    case 'previewed':
      return { ...editor, isPreview: !editor.isPreview };
    case 'closed':
      return null;
  }
}

function openEditor(post: PostView | null): PostEditor {
  const form = createForm('post', [
    { name: 'title', label: 'Title', text: post?.title, maxLength: limits.postTitleMax },
    {
      name: 'tags',
      label: 'Tags',
      text: post?.tags.join(' '),
      hint: 'separated by spaces',
      maxLength: 500,
    },
    {
      name: 'body',
      label: 'Text',
      text: post?.body,
      isMultiline: true,
      hint: 'Markdown',
      maxLength: limits.postBodyMax,
    },
  ]);
  // Who edits comes for the text.
  const focus = post === null ? form.focus : form.fields.length - 1;
  return { form: { ...form, focus }, stored: post, isPreview: false };
}

/** The fields as the server takes them. */
export function editedPost({ form }: PostEditor): { title: string; body: string; tags: string[] } {
  const { title = '', body = '', tags = '' } = formValues(form);
  return { title, body, tags: splitTags(tags) };
}

/** Something differs from what is stored. */
export function isEdited(editor: PostEditor): boolean {
  const { title, body, tags } = editedPost(editor);
  const { stored } = editor;
  if (stored === null) return `${title}${body}${tags.join('')}`.trim() !== '';
  return title !== stored.title || body !== stored.body || tags.join(' ') !== stored.tags.join(' ');
}
