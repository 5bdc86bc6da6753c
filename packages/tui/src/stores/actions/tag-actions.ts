// Choosing among the tags that a word could become.

import type { Effects } from '../effects/index.ts';
import type { PostEditorInput } from '../post-editor.ts';
import { tagsField } from '../post-fields.ts';
import { acceptTag, tagChoiceOf } from '../tag-choice.ts';

export function createTagActions({ client }: Effects) {
  const tell = (input: PostEditorInput) => client.dispatch({ type: 'editor', input });

  const accept = () => {
    const choice = tagChoiceOf(client.state());
    const input = client.state().editor?.form.fields[tagsField]?.input;
    if (choice === null || input === undefined) return;
    const text = acceptTag(input.text, input.cursor, choice);
    tell({ type: 'form', event: { type: 'edited', action: { type: 'rewrite', text } } });
  };

  const select = (by: 1 | -1) => {
    const choice = tagChoiceOf(client.state());
    if (choice !== null) tell({ type: 'tagSelected', index: choice.selected + by });
  };

  return {
    'tags.accept': accept,
    'tags.next': () => select(1),
    'tags.previous': () => select(-1),
    'tags.close': () => tell({ type: 'tagSelected', index: null }),
  };
}
