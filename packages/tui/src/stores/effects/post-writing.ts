// Writing posts: the editor, and the changes an author makes.

import type { PostView } from '@parley/shared/blog';
import { editedPost, isEdited } from '../post-editor.ts';
import { toProblem } from '../problem.ts';
import { attempt, type Client } from './client.ts';

export interface PostWriting {
  /** Opens the editor on a post, or on a new one. */
  edit(postId: string | null): void;
  save(): Promise<PostView | null>;
  publish(postId: string): void;
  publishEdited(): void;
  unpublish(postId: string): void;
  delete(postId: string): void;
}

export function createPostWriting(client: Client): PostWriting {
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
  const keep = (post: PostView) =>
    client.dispatch({ type: 'posts', input: { type: 'fetched', post } });

  const save = async (): Promise<PostView | null> => {
    const { editor } = client.state();
    if (editor === null || editor.form.isBusy) return null;
    if (editor.stored !== null && !isEdited(editor)) return editor.stored;
    client.dispatch({ type: 'editor', input: { type: 'form', event: { type: 'submitted' } } });
    if (!client.state().editor?.form.isBusy) return null;
    const { stored } = editor;
    const edited = editedPost(editor);
    try {
      const post =
        stored === null
          ? await client.api().createPost(edited)
          : await client.api().updatePost({ id: stored.id, version: stored.version, ...edited });
      keep(post);
      client.dispatch({ type: 'editor', input: { type: 'saved', post } });
      return post;
    } catch (error) {
      await failSave(error, stored);
      return null;
    }
  };

  const failSave = async (error: unknown, stored: PostView | null) => {
    const problem = toProblem(error);
    if (problem.code === 'conflict' && stored !== null) {
      const current = await client
        .api()
        .getPost(stored.id)
        .catch(() => null);
      const message = 'Changed meanwhile; save again to overwrite.';
      if (current !== null) {
        return client.dispatch({ type: 'editor', input: { type: 'conflicted', current, message } });
      }
    }
    const event = { type: 'failed', problem } as const;
    client.dispatch({ type: 'editor', input: { type: 'form', event } });
  };

  const publishStored = async (postId: string) => {
    await client.api().publishPost(postId);
    keep(await client.api().getPost(postId));
    say('Published.');
  };

  return {
    edit(postId) {
      const show = (post: PostView | null) =>
        client.dispatch(
          { type: 'editor', input: { type: 'opened', post } },
          { type: 'route.pushed', route: { name: 'editor', postId } },
        );
      if (postId === null) return show(null);
      attempt(client, 'Post', async () => show(await client.api().getPost(postId)));
    },
    save,
    publish: (postId) => attempt(client, 'Publish', () => publishStored(postId)),
    publishEdited() {
      attempt(client, 'Publish', async () => {
        const post = await save();
        if (post === null) return;
        if (post.state !== 'published') await publishStored(post.id);
        client.dispatch(
          { type: 'route.replaced', route: { name: 'reader', postId: post.id } },
          { type: 'editor', input: { type: 'closed' } },
        );
      });
    },
    unpublish: (postId) =>
      attempt(client, 'Unpublish', async () => {
        await client.api().unpublishPost(postId);
        keep(await client.api().getPost(postId));
        say('Taken back. It is a draft again.');
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
