// Writing posts: the editor, and the changes an author makes. One save at a time, whoever asks.

import type { PostView } from '@parley/shared/blog';
import type { ErrorCode } from '@parley/shared/errors';
import { type KeptPost, keptHere } from '../kept-post.ts';
import {
  isEdited,
  isPublic,
  isValidPost,
  type PostEditor,
  type PostEditorInput,
  postFieldsOf,
} from '../post-editor.ts';
import { isSameFields, toPostInput } from '../post-fields.ts';
import { toProblem } from '../problem.ts';
import { formatMomentLong } from '../schedule.ts';
import { formatClock } from '../timeline.ts';
import { parsePost, parseTags } from '../wire-posts.ts';
import { attempt, type Client } from './client.ts';

export interface PostWriting {
  /** Opens the editor on a post, or on a new one; with what was not saved last time. */
  edit(postId: string | null): void;
  /** Opens the newest text that was not saved. */
  recover(): void;
  /** Says once that there is such a text. */
  remind(): void;
  /** Stores what is written; null when it could not be, which is then said. */
  save(): Promise<PostView | null>;
  /** Stores it if nobody else sees it, nothing is wrong with it and the server is there. */
  saveQuietly(): Promise<void>;
  /** Leaves the editor; what is unsaved is stored quietly, or stays on this computer. */
  leave(): void;
  /** Back to the text that is stored. */
  discard(): void;
  publish(postId: string): void;
  publishEdited(): void;
  /** Publishes it at a time; said in the dialog when the server refuses. */
  schedule(postId: string, at: Date): Promise<boolean>;
  unpublish(postId: string): void;
  delete(postId: string): void;
}

/** What a quiet save cannot put right by trying again. */
const needsWord: ReadonlySet<ErrorCode> = new Set(['conflict', 'not_found', 'forbidden']);

export function createPostWriting(client: Client): PostWriting {
  let last: Promise<unknown> = Promise.resolve();
  let isReminded = false;
  const say = (text: string, tone: 'good' | 'info' = 'good') =>
    client.dispatch({ type: 'noticed', notice: { text, tone } });
  const keep = (post: PostView) =>
    client.dispatch({ type: 'posts', input: { type: 'fetched', post } });
  const dispatchEditor = (input: PostEditorInput) => client.dispatch({ type: 'editor', input });
  const isPresent = ({ key }: PostEditor) => client.state().editor?.key === key;

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const done = last.then(run, run);
    last = done.catch(() => {});
    return done;
  };

  const findKept = async (postId?: string | null): Promise<KeptPost[]> => {
    const { server, me } = client.state();
    return keptHere(
      await client.ports.keptPosts.find(),
      { server, username: me?.username },
      postId,
    );
  };

  const show = (post: PostView | null, kept?: KeptPost) => {
    if (kept !== undefined) restore(kept);
    else dispatchEditor({ type: 'opened', key: client.ports.newId(), post });
    const postId = post?.id ?? null;
    client.dispatch({ type: 'route.pushed', route: { name: 'editor', postId } });
  };

  /** For completion; without an answer the tags of the known posts do. */
  const loadTags = () => {
    client
      .api()
      .listTags()
      .then((answer) => client.dispatch({ type: 'tags.listed', tags: parseTags(answer) }))
      .catch(() => {});
  };

  const restore = (kept: KeptPost) => {
    dispatchEditor({ type: 'opened', key: kept.key, post: kept.stored, kept });
    // From now on it is this client's, and another one leaves it alone.
    void client.ports.keptPosts.keep(kept);
  };

  const sayKept = ({ fields, keptAt }: KeptPost) => {
    const title = fields.title.trim() || 'A post';
    say(`“${title}” of ${formatClock(new Date(keptAt))} is unsaved: :recover`, 'info');
  };

  const fetchPost = async (postId: string): Promise<PostView> => {
    try {
      return parsePost(await client.api().getPost(postId));
    } catch (error) {
      // Offline one writes on what one has; when it is saved, the versions tell.
      const known = client.state().posts.read.get(postId);
      if (toProblem(error).code === 'unavailable' && known !== undefined) return known;
      throw error;
    }
  };

  /** The draft that a save made although its answer was lost. */
  const findArrived = async ({ saving }: PostEditor): Promise<PostView | null> => {
    if (saving.phase !== 'failed' || saving.problem.code !== 'unavailable') return null;
    const { title, body } = toPostInput(saving.sent);
    const { items } = await client.api().listPosts({ published: false, perPage: 10 });
    for (const { id } of items.filter((item) => item.title === title.trim())) {
      const post = await client.api().getPost(id);
      if (post.body === body) return post;
    }
    return null;
  };

  const bring = async (editor: PostEditor, isQuiet: boolean): Promise<PostView> => {
    const input = toPostInput(postFieldsOf(editor));
    const stored = editor.stored ?? (await findArrived(editor));
    if (stored === null) return client.api().createPost(input);
    const { id, version } = stored;
    try {
      return await client
        .api()
        .updatePost({ id, version, ...input, ...(isQuiet && { isAutosave: true }) });
    } catch (error) {
      const { saving } = editor;
      if (toProblem(error).code !== 'conflict' || saving.phase !== 'failed') throw error;
      // Perhaps it is our own text that stands in the way: its answer was lost.
      const current = await client.api().getPost(id);
      const { title, body } = saving.sent;
      if (current.body !== body || current.title !== title.trim()) throw error;
      return client.api().updatePost({ id, version: current.version, ...input });
    }
  };

  const store = async (editor: PostEditor, isQuiet = false): Promise<PostView> => {
    const tell = (input: PostEditorInput) => {
      if (isPresent(editor)) dispatchEditor(input);
    };
    const sent = postFieldsOf(editor);
    tell({ type: 'saving', sent });
    const post = await bring(editor, isQuiet);
    keep(post);
    const { editor: now } = client.state();
    const isAhead = now?.key === editor.key && !isSameFields(postFieldsOf(now), sent);
    // Forgotten before it is called saved: else a crash in between would offer it once more.
    if (!isAhead) await client.ports.keptPosts.forget(editor.key);
    tell({ type: 'saved', post, now: client.ports.now() });
    return post;
  };

  const failSave = async (error: unknown, editor: PostEditor, isQuiet: boolean) => {
    const problem = toProblem(error);
    if (!isPresent(editor)) return;
    if (problem.code === 'not_found' && editor.stored !== null && !isQuiet) {
      return dispatchEditor({ type: 'orphaned' });
    }
    dispatchEditor({ type: 'failed', problem, isQuiet });
    if (problem.code !== 'conflict' || editor.stored === null || isQuiet) return;
    const current = await client.api().getPost(editor.stored.id);
    keep(current);
    if (isPresent(editor)) dispatchEditor({ type: 'conflicted', current });
  };

  const save = () =>
    inTurn(async (): Promise<PostView | null> => {
      const { editor } = client.state();
      if (editor === null) return null;
      if (editor.stored !== null && !isEdited(editor)) return editor.stored;
      dispatchEditor({ type: 'form', event: { type: 'submitted' } });
      const checked = client.state().editor;
      if (checked === null || Object.keys(checked.form.errors).length > 0) return null;
      try {
        return await store(checked);
      } catch (error) {
        await failSave(error, checked, false);
        return null;
      }
    });

  const canSaveQuietly = (editor: PostEditor) =>
    isEdited(editor) &&
    isValidPost(editor) &&
    !isPublic(editor) &&
    client.state().connection.phase === 'online' &&
    !(editor.saving.phase === 'failed' && needsWord.has(editor.saving.problem.code));

  const publishStored = async (postId: string) => {
    await client.api().publishPost(postId);
    keep(await client.api().getPost(postId));
    say('Published.');
  };

  return {
    edit(postId) {
      loadTags();
      // A new one is there at once: what is typed next belongs to it.
      if (postId === null) show(null);
      const opened = client.state().editor;
      attempt(client, 'Post', async () => {
        const [kept] = await findKept(postId);
        if (postId !== null) {
          return kept === undefined ? show(await fetchPost(postId)) : show(kept.stored, kept);
        }
        const { editor } = client.state();
        if (kept === undefined || editor === null || editor.key !== opened?.key) return;
        if (isEdited(editor)) return sayKept(kept);
        restore(kept);
      });
    },
    recover() {
      attempt(client, 'Post', async () => {
        const [kept] = await findKept();
        if (kept === undefined) return say('Nothing is unsaved.', 'info');
        show(kept.stored, kept);
      });
    },
    remind() {
      if (isReminded || client.state().me === null) return;
      isReminded = true;
      attempt(client, 'Post', async () => {
        const [kept] = await findKept();
        if (kept === undefined || client.state().editor !== null) return;
        sayKept(kept);
      });
    },
    save,
    saveQuietly: () =>
      inTurn(async () => {
        const { editor } = client.state();
        if (editor === null || !canSaveQuietly(editor)) return;
        await store(editor, true).catch((error: unknown) => failSave(error, editor, true));
      }),
    leave() {
      const { editor } = client.state();
      // Whoever watches the store keeps what is unsaved.
      client.dispatch({ type: 'route.back' }, { type: 'editor', input: { type: 'closed' } });
      if (editor === null || !isEdited(editor)) return;
      if (!canSaveQuietly(editor)) {
        return say(
          'Not saved. Your text is kept on this computer: edit it again to go on.',
          'info',
        );
      }
      attempt(client, 'Not saved, but kept on this computer', async () => {
        await inTurn(() => store(editor, true));
        say('Draft saved.');
      });
    },
    discard() {
      const { editor } = client.state();
      if (editor === null) return;
      dispatchEditor({ type: 'discarded' });
      attempt(client, 'Post', async () => {
        await client.ports.keptPosts.forget(editor.key);
        if (editor.stored === null) return;
        const post = await fetchPost(editor.stored.id);
        const now = client.state().editor;
        if (now?.key !== editor.key || isEdited(now)) return;
        dispatchEditor({ type: 'opened', key: editor.key, post });
      });
    },
    publish: (postId) => attempt(client, 'Publish', () => publishStored(postId)),
    publishEdited() {
      attempt(client, 'Publish', async () => {
        const post = await save();
        if (post === null) return;
        if (post.state !== 'published') await publishStored(post.id);
        client.dispatch(
          { type: 'route.replaced', route: { name: 'reader', postId: post.id } },
          { type: 'focused', focus: 'messages' },
          { type: 'editor', input: { type: 'closed' } },
        );
      });
    },
    async schedule(postId, at) {
      try {
        const post = await client.api().schedulePost({ id: postId, publishAt: at.toISOString() });
        keep(post);
        say(`Scheduled for ${formatMomentLong(at)}.`);
        return true;
      } catch (error) {
        const { fields, message } = toProblem(error);
        const [wrong] = fields.publishAt ?? [];
        const problem = wrong === undefined ? message : `It ${wrong}.`;
        client.dispatch({ type: 'overlay', input: { type: 'failed', problem } });
        return false;
      }
    },
    unpublish: (postId) =>
      attempt(client, 'Unpublish', async () => {
        await client.api().unpublishPost(postId);
        const answer = await client
          .api()
          .getPost(postId)
          .catch((error: unknown) => {
            // From now on its author alone sees it, not the moderator who took it back.
            if (toProblem(error).code === 'not_found') return null;
            throw error;
          });
        if (answer !== null) {
          keep(answer);
          return say('Taken back. Nobody else sees it.');
        }
        const event = { type: 'post.unpublished', id: postId } as const;
        client.dispatch({ type: 'posts', input: { type: 'wire', event } });
        say('Taken back. Only its author sees it.');
      }),
    delete: (postId) =>
      attempt(client, 'Delete', async () => {
        await client.api().deletePost(postId);
        const event = { type: 'post.deleted', id: postId } as const;
        client.dispatch({ type: 'posts', input: { type: 'wire', event } });
        say('Deleted.');
      }),
  };
}
