// The post editor: saving, previewing, publishing and leaving.

import type { Effects } from '../effects/index.ts';
import type { Intent } from '../overlay.ts';
import { isEdited } from '../post-editor.ts';

export function createEditorActions({ client, writing }: Effects) {
  const ask = (question: string, intent: Intent) =>
    client.dispatch({
      type: 'overlay',
      input: { type: 'opened', overlay: { kind: 'confirm', question, intent } },
    });

  const leaveEditor = () => {
    const { editor } = client.state();
    if (editor?.isPreview) return client.dispatch({ type: 'editor', input: { type: 'previewed' } });
    if (editor !== null && isEdited(editor)) {
      return ask('Leave without saving? What you wrote is lost.', { type: 'discardEdited' });
    }
    client.dispatch({ type: 'route.back' }, { type: 'editor', input: { type: 'closed' } });
  };

  const save = async () => {
    const post = await writing.save();
    if (post === null) return;
    const text = post.state === 'published' ? 'Saved. It is public already.' : 'Draft saved.';
    client.dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
  };

  return {
    'editor.save': () => void save(),
    'editor.preview': () => client.dispatch({ type: 'editor', input: { type: 'previewed' } }),
    'editor.publish': () => {
      const { editor } = client.state();
      if (editor?.stored?.state === 'published') return void save();
      ask('Save and publish this post?', { type: 'publishEdited' });
    },
    'editor.leave': leaveEditor,
  };
}
