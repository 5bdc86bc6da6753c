// Versions of a post: listed, looked at, and taken up again.

import type { PostVersionsInput } from '../post-versions.ts';
import { toProblem } from '../problem.ts';
import { parsePost, parseVersion, parseVersionPage } from '../wire-posts.ts';
import type { Client } from './client.ts';

export interface PostVersionEffects {
  /** Shows the versions of a post. */
  open(postId: string): void;
  loadMore(): void;
  /** Shows what changed from a version to the newest one. */
  compare(version: number): void;
  /** Makes the text of a version the newest one. */
  restore(postId: string, version: number): void;
}

const pageSize = 50;

export function createPostVersions(client: Client): PostVersionEffects {
  const tell = (input: PostVersionsInput) => client.dispatch({ type: 'versions', input });

  const run = (postId: string, work: () => Promise<void>) => {
    work().catch((error: unknown) =>
      tell({ type: 'failed', postId, problem: toProblem(error).message }),
    );
  };

  const list = async (postId: string, cursor: string | null) => {
    const answer = await client.api().listRevisions({
      id: postId,
      perPage: pageSize,
      ...(cursor !== null && { cursor }),
    });
    const { items, nextCursor } = parseVersionPage(answer);
    tell({ type: 'listed', postId, items, nextCursor, isMore: cursor !== null });
  };

  const fetchPost = async (postId: string) => {
    const post = parsePost(await client.api().getPost(postId));
    client.dispatch({ type: 'posts', input: { type: 'fetched', post } });
    return post;
  };

  return {
    open(postId) {
      tell({ type: 'opened', postId });
      client.dispatch(
        { type: 'route.pushed', route: { name: 'versions', postId } },
        { type: 'focused', focus: 'messages' },
      );
      run(postId, async () => void (await Promise.all([list(postId, null), fetchPost(postId)])));
    },
    loadMore() {
      const { versions } = client.state();
      if (versions?.state !== 'loaded' || versions.nextCursor === null) return;
      const { postId, nextCursor } = versions;
      tell({ type: 'asked', postId });
      run(postId, () => list(postId, nextCursor));
    },
    compare(version) {
      const { versions } = client.state();
      if (versions === null) return;
      const { postId, texts } = versions;
      client.dispatch({ type: 'route.pushed', route: { name: 'changes', postId, version } });
      if (texts.has(version)) return;
      run(postId, async () => {
        const answer = await client.api().getRevision({ id: postId, version });
        tell({ type: 'read', postId, version: parseVersion(answer) });
      });
    },
    restore(postId, revision) {
      const say = (text: string, tone: 'good' | 'bad') =>
        client.dispatch({ type: 'noticed', notice: { text, tone } });
      const bring = async () => {
        const { version } = client.state().posts.read.get(postId) ?? (await fetchPost(postId));
        const answer = await client.api().restoreRevision({ id: postId, version, revision });
        const post = parsePost(answer);
        client.dispatch({ type: 'posts', input: { type: 'fetched', post } });
        say(`Version ${revision} is the newest again.`, 'good');
        await list(postId, null);
      };
      bring().catch(async (error: unknown) => {
        const problem = toProblem(error);
        say(`Restore: ${problem.message}`, 'bad');
        if (problem.code === 'conflict') await Promise.all([list(postId, null), fetchPost(postId)]);
      });
    },
  };
}
