// While one writes a post: it is kept on this computer every second, and stored when one pauses.

import type { AppState } from '../app-state.ts';
import { toKept } from '../kept-post.ts';
import { isEdited, type PostEditor, postFieldsOf } from '../post-editor.ts';
import { isSameFields } from '../post-fields.ts';
import type { Client } from './client.ts';
import { createNamedTimers } from './named-timers.ts';
import type { PostWriting } from './post-writing.ts';

/** How soon things happen while one writes, in milliseconds. */
export interface WritingPace {
  /** A crash loses no more typing than this. */
  readonly keep: number;
  /** So long without a key, one has stopped to think: what is wrong may be said. */
  readonly pause: number;
  readonly save: number;
  readonly retry: number;
}

export const writingPace: WritingPace = { keep: 1_000, pause: 1_200, save: 3_000, retry: 5_000 };

export interface PostKeeping {
  /** Keeps what is unsaved now, such as before the client ends. */
  keep(): Promise<void>;
  stop(): void;
}

export function createPostKeeping(
  client: Client,
  writing: PostWriting,
  pace: WritingPace,
): PostKeeping {
  const timers = createNamedTimers();

  const keepOf = async (editor: PostEditor, { server, me }: AppState): Promise<void> => {
    if (me === null) return;
    const now = client.ports.now();
    const kept = toKept(editor, { server, username: me.username, now });
    if (kept === null) return client.ports.keptPosts.forget(editor.key);
    const isKept = await client.ports.keptPosts.keep(kept);
    if (isKept && client.state().editor?.key === editor.key) {
      client.dispatch({ type: 'editor', input: { type: 'kept', now } });
    }
  };

  const keepNow = async () => {
    const state = client.state();
    if (state.editor !== null) await keepOf(state.editor, state);
  };

  const saveLater = (delayMs = pace.save) =>
    timers.start('save', delayMs, () => void writing.saveQuietly());

  const heed = (state: AppState, before: AppState) => {
    const { editor } = state;
    const { editor: old } = before;
    if (editor === old) {
      const isBack = state.connection.phase === 'online' && before.connection !== state.connection;
      if (isBack && editor !== null && isEdited(editor)) saveLater();
      return;
    }
    if (old !== null && old.key !== editor?.key) leaveBehind(old, before);
    if (editor === null || editor.key !== old?.key) return;
    if (editor.saving !== old.saving) retryLater(editor);
    // What is kept names the stored version that it is an edit of.
    if (editor.stored !== old.stored && isEdited(editor)) void keepNow();
    if (editor.form.fields === old.form.fields) return;
    if (isSameFields(postFieldsOf(editor), postFieldsOf(old))) return;
    if (!timers.has('keep')) timers.start('keep', pace.keep, () => void keepNow());
    timers.start('pause', pace.pause, () =>
      client.dispatch({ type: 'editor', input: { type: 'form', event: { type: 'paused' } } }),
    );
    saveLater();
  };

  const leaveBehind = (editor: PostEditor, before: AppState) => {
    timers.cancelAll();
    if (isEdited(editor)) void keepOf(editor, before);
  };

  const retryLater = ({ saving }: PostEditor) => {
    if (saving.phase !== 'failed') return;
    const { code, retryAfter = 0 } = saving.problem;
    if (code === 'unavailable' || code === 'limited') {
      saveLater(Math.max(pace.retry, Math.min(60, retryAfter) * 1_000));
    }
  };

  const unsubscribe = client.store.subscribe(heed);
  return {
    keep: keepNow,
    stop() {
      unsubscribe();
      timers.cancelAll();
    },
  };
}
