// The post editor: saving, previewing, publishing and leaving.

import { currentRoute } from '../../router/index.ts';
import type { Effects } from '../effects/index.ts';
import { canSchedule, type Intent, openSchedule } from '../overlay.ts';
import { isEdited, postFieldsOf } from '../post-editor.ts';
import { describePublishing, quoteTitle } from '../publishing.ts';
import { understandWhen } from '../schedule.ts';

export function createEditorActions({ client, writing }: Effects) {
  const say = (text: string, tone: 'good' | 'info' = 'info') =>
    client.dispatch({ type: 'noticed', notice: { text, tone } });
  const ask = (question: string, intent: Intent, detail?: string) =>
    client.dispatch({
      type: 'overlay',
      input: { type: 'opened', overlay: { kind: 'confirm', question, detail, intent } },
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
    const title = quoteTitle(postFieldsOf(editor).title);
    const detail = describePublishing(editor.stored);
    ask(`Save and publish ${title}?`, { type: 'publishEdited' }, detail);
  };

  /** Opens the dialog on a post, or saves the one that is written and opens it on that. */
  const schedule = async () => {
    const post = await writing.save();
    if (post === null) return;
    if (post.state === 'published') return say('It is published already.');
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay: openSchedule(post) } });
  };

  const acceptSchedule = async () => {
    const { overlay, routes, editor } = client.state();
    if (overlay?.kind !== 'schedule' || overlay.input.text.trim() === '') return;
    const understood = understandWhen(overlay.input.text, client.ports.now());
    if ('problem' in understood) return;
    const { postId } = overlay;
    if (!(await writing.schedule(postId, understood.at))) return;
    if (client.state().overlay?.kind === 'schedule') closeOverlay();
    if (currentRoute(routes).name !== 'editor' || editor?.stored?.id !== postId) return;
    client.dispatch(
      { type: 'route.replaced', route: { name: 'reader', postId } },
      { type: 'focused', focus: 'messages' },
      { type: 'editor', input: { type: 'closed' } },
    );
  };

  const closeOverlay = () => client.dispatch({ type: 'overlay', input: { type: 'closed' } });

  const scheduleInstead = () => {
    const { overlay, posts } = client.state();
    if (overlay?.kind !== 'confirm' || !canSchedule(overlay.intent)) return;
    closeOverlay();
    if (overlay.intent.type !== 'publishPost') return void schedule();
    const { postId } = overlay.intent;
    const { mine, filtered, published, read } = posts;
    const listed = [mine, filtered, published].flatMap(({ items }) => items);
    const post = listed.find(({ id }) => id === postId) ?? read.get(postId);
    if (post === undefined) return;
    client.dispatch({ type: 'overlay', input: { type: 'opened', overlay: openSchedule(post) } });
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
    'preview.publish': publish,
    'preview.schedule': () => void schedule(),
    'schedule.accept': () => void acceptSchedule(),
    'schedule.close': closeOverlay,
    'confirm.schedule': scheduleInstead,
    'editor.publish': publish,
    'editor.discard': discard,
    'editor.leave': leave,
  };
}
