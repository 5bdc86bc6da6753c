// The post editor: saving, previewing, publishing and leaving.

import { sanitizeText } from '@parley/shared/text';
import type { Effects } from '../effects/index.ts';
import type { Intent } from '../overlay.ts';
import { isEdited, postFieldsOf } from '../post-editor.ts';

export function createEditorActions({ client, writing }: Effects) {
  const say = (text: string, tone: 'good' | 'info' = 'info') =>
    client.dispatch({ type: 'noticed', notice: { text, tone } });
  const ask = (question: string, intent: Intent) =>
    client.dispatch({
      type: 'overlay',
      input: { type: 'opened', overlay: { kind: 'confirm', question, intent } },
    });

  const leave = () => {
    if (client.state().editor?.isPreview) return preview();
    writing.leave();
  };

  const preview = () => client.dispatch({ type: 'editor', input: { type: 'previewed' } });

  const save = async () => {
    const post = await writing.save();
    if (post === null) return;
    const texts = {
      published: 'Saved. It is public already.',
      scheduled: 'Saved. It is published at its time.',
    } as const;
    say(post.state in texts ? texts[post.state as keyof typeof texts] : 'Draft saved.', 'good');
  };

  const publish = () => {
    const { editor } = client.state();
    if (editor === null) return;
    if (editor.stored?.state === 'published') return void save();
    const title = sanitizeText(postFieldsOf(editor).title.trim(), { multiline: false });
    ask(`Save and publish this post? “${title}”`, { type: 'publishEdited' });
  };

  const discard = () => {
    const { editor } = client.state();
    if (editor === null || !isEdited(editor)) return say('Nothing is unsaved.');
    ask(
      editor.stored === null
        ? 'Throw away what you wrote?'
        : 'Throw away what you changed since it was saved?',
      { type: 'discardEdited' },
    );
  };

  return {
    'editor.save': () => void save(),
    'editor.preview': preview,
    'preview.close': preview,
    'editor.publish': publish,
    'editor.discard': discard,
    'editor.leave': leave,
  };
}
