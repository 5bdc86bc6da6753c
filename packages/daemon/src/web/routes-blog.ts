// Procedures of `blog`.

import * as blogSchema from '@parley/shared/blog';
import { noInput } from '@parley/shared/fields';
import type { Blog } from '../blog/index.ts';
import type { PostChannel } from './channel-posts.ts';
import { authed, live, open, router } from './trpc.ts';

export function createBlogRoutes({ blog, channel }: { blog: Blog; channel: PostChannel }) {
  return router({
    listPosts: open
      .input(blogSchema.listPostsInput)
      .query(({ ctx, input }) => blog.listPosts(ctx.scope, input)),
    getPost: open
      .input(blogSchema.postRef)
      .query(({ ctx, input }) => blog.getPost(ctx.scope, input)),
    createPost: authed
      .input(blogSchema.createPostInput)
      .mutation(({ ctx, input }) => blog.createPost(ctx.scope, input)),
    updatePost: authed
      .input(blogSchema.updatePostInput)
      .mutation(({ ctx, input }) => blog.updatePost(ctx.scope, input)),
    publishPost: authed
      .input(blogSchema.postRef)
      .mutation(({ ctx, input }) => blog.publishPost(ctx.scope, input)),
    unpublishPost: authed
      .input(blogSchema.postRef)
      .mutation(({ ctx, input }) => blog.unpublishPost(ctx.scope, input)),
    deletePost: authed.input(blogSchema.postRef).mutation(async ({ ctx, input }) => {
      await blog.deletePost(ctx.scope, input);
      return { ok: true } as const;
    }),
    onPosts: live.input(noInput).subscription(async ({ ctx }) => channel.join(ctx.subscription)),
  });
}
