// The fields of a post as they stand in the editor: read out of the form, compared, and filled in.

import type { PostView } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import { createForm, type FormState, formValues, splitTags } from './form.ts';

/** What was typed, field by field. */
export interface PostFields {
  readonly title: string;
  readonly tags: string;
  readonly body: string;
}

export const tagsField = 1;
export const bodyField = 2;

// More than the server takes, so that what is too long can be shortened instead of being cut.
const longestTitle = 1_000;
const longestTags = 2_000;
const longestBody = limits.httpBodyBytes;

export function createPostForm({ title, tags, body }: PostFields): FormState {
  return createForm('post', [
    { name: 'title', label: 'Title', text: title, maxLength: longestTitle },
    {
      name: 'tags',
      label: 'Tags',
      text: tags,
      hint: 'separated by spaces',
      maxLength: longestTags,
    },
    {
      name: 'body',
      label: 'Text',
      text: body,
      isMultiline: true,
      hint: 'Markdown',
      maxLength: longestBody,
    },
  ]);
}

export function postFields(form: FormState): PostFields {
  const { title = '', tags = '', body = '' } = formValues(form);
  return { title, tags, body };
}

export const noFields: PostFields = { title: '', tags: '', body: '' };

export function fieldsOf(post: Pick<PostView, 'title' | 'tags' | 'body'>): PostFields {
  return { title: post.title, tags: post.tags.join(' '), body: post.body };
}

/** The fields as the server takes them. */
export function toPostInput({ title, tags, body }: PostFields) {
  return { title, body, tags: splitTags(tags) };
}

export function isSameFields(one: PostFields, other: PostFields): boolean {
  return one.title === other.title && one.tags === other.tags && one.body === other.body;
}

export function isBlankFields({ title, tags, body }: PostFields): boolean {
  return `${title}${tags}${body}`.trim() === '';
}
