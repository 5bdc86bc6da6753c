// Posts: the live lists, and reading.

import type { PostView } from '@parley/shared/blog';
import { toProblem } from '../problem.ts';
import { parsePost } from '../wire-posts.ts';
import type { Client } from './client.ts';
import { createPostLists, type PostListEffects } from './post-lists.ts';
import { createPostSearch, type PostSearchEffects } from './post-search.ts';

export interface PostEffects {
  readonly lists: PostListEffects;
  readonly search: PostSearchEffects;
  /** Opens the reader, with what is known at once and the newest version when it comes. */
  open(postId: string): void;
  /** Fetches the post that is read anew, such as after a failure. */
  refetch(postId: string): void;
  stop(): void;
}

export function createPostEffects(client: Client): PostEffects {
  const search = createPostSearch(client);
  const lists = createPostLists(client, {
    onJoined: search.askNow,
    onChanged(post) {
      if (client.state().posts.read.has(post.id)) refetch(post.id);
    },
  });
  const keep = (post: PostView) =>
    client.dispatch({ type: 'posts', input: { type: 'fetched', post } });

  const refetch = (postId: string) => {
    const tell = (problem: string | null) =>
      client.dispatch({ type: 'posts', input: { type: 'unread', postId, problem } });
    tell(null);
    client
      .api()
      .getPost(postId)
      .then((answer) => keep(parsePost(answer)))
      .catch((error: unknown) => {
        const { code, message } = toProblem(error);
        if (code !== 'not_found') return tell(message);
        client.dispatch({ type: 'posts', input: { type: 'missed', postId } });
      });
  };

  return {
    lists,
    search,
    refetch,
    open(postId) {
      client.dispatch({ type: 'route.pushed', route: { name: 'reader', postId } });
      refetch(postId);
    },
    stop() {
      search.stop();
      lists.stop();
    },
  };
}
