// Procedures of `blog`.

import { byId } from '@parley/shared/accounts';
import * as blogSchema from '@parley/shared/blog';
import { noInput } from '@parley/shared/fields';
import type { Blog } from '../blog/index.ts';
import type { CommentChannels } from './channel-comments.ts';
import type { PostChannel } from './channel-posts.ts';
import { authed, live, open, router } from './trpc.ts';

export function createBlogRoutes({
  blog,
  channel,
  commentChannels,
}: {
  blog: Blog;
  channel: PostChannel;
  commentChannels: CommentChannels;
}) {
  return router({
    listPosts: open
      .input(blogSchema.listPostsInput)
      .query(({ ctx, input }) => blog.listPosts(ctx.scope, input)),
    getPost: open
      .input(blogSchema.postRef)
      .query(({ ctx, input }) => blog.getPost(ctx.scope, input)),
    searchPosts: open
      .input(blogSchema.searchPostsInput)
      .query(({ ctx, input }) => blog.searchPosts(ctx.scope, input)),
    rankPosts: open
      .input(blogSchema.rankPostsInput)
      .query(({ ctx, input }) => blog.rankPosts(ctx.scope, input)),
    listTags: open.input(noInput).query(({ ctx }) => blog.listTags(ctx.scope)),
    createPost: authed
      .input(blogSchema.createPostInput)
      .mutation(({ ctx, input }) => blog.createPost(ctx.scope, input)),
    importPost: authed
      .input(blogSchema.importPostInput)
      .mutation(({ ctx, input }) => blog.importPost(ctx.scope, input)),
    exportPosts: authed
      .input(blogSchema.exportPostsInput)
      .query(({ ctx, input }) => blog.exportPosts(ctx.scope, input)),
    updatePost: authed
      .input(blogSchema.updatePostInput)
      .mutation(({ ctx, input }) => blog.updatePost(ctx.scope, input)),
    publishPost: authed
      .input(blogSchema.postRef)
      .mutation(({ ctx, input }) => blog.publishPost(ctx.scope, input)),
    unpublishPost: authed
      .input(blogSchema.postRef)
      .mutation(({ ctx, input }) => blog.unpublishPost(ctx.scope, input)),
    schedulePost: authed
      .input(blogSchema.schedulePostInput)
      .mutation(({ ctx, input }) => blog.schedulePost(ctx.scope, input)),
    listRevisions: authed
      .input(blogSchema.listRevisionsInput)
      .query(({ ctx, input }) => blog.listRevisions(ctx.scope, input)),
    getRevision: authed
      .input(blogSchema.revisionRef)
      .query(({ ctx, input }) => blog.getRevision(ctx.scope, input)),
    restoreRevision: authed
      .input(blogSchema.restoreRevisionInput)
      .mutation(({ ctx, input }) => blog.restoreRevision(ctx.scope, input)),
    deletePost: authed.input(blogSchema.postRef).mutation(async ({ ctx, input }) => {
      await blog.deletePost(ctx.scope, input);
      return { ok: true } as const;
    }),
    listComments: open
      .input(blogSchema.listCommentsInput)
      .query(({ ctx, input }) => blog.listComments(ctx.scope, input)),
    createComment: authed
      .meta({ bucket: 'messages' })
      .input(blogSchema.createCommentInput)
      .mutation(({ ctx, input }) => blog.createComment(ctx.scope, input)),
    updateComment: authed
      .meta({ bucket: 'messages' })
      .input(blogSchema.updateCommentInput)
      .mutation(({ ctx, input }) => blog.updateComment(ctx.scope, input)),
    deleteComment: authed.input(byId).mutation(async ({ ctx, input }) => {
      await blog.deleteComment(ctx.scope, input);
      return { ok: true } as const;
    }),
    markCommentsRead: authed
      .meta({ bucket: 'signals' })
      .input(blogSchema.markCommentsReadInput)
      .mutation(async ({ ctx, input }) => {
        await blog.markCommentsRead(ctx.scope, input);
        return { ok: true } as const;
      }),
    onPosts: live.input(noInput).subscription(async ({ ctx }) => channel.join(ctx.subscription)),
    onComments: live.input(blogSchema.byPost).subscription(({ ctx, input }) =>
      commentChannels.join({
        scope: ctx.scope,
        subscription: ctx.subscription,
        postId: input.postId,
      }),
    ),
  });
}
