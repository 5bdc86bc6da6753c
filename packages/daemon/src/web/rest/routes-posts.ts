// REST routes of posts.

import * as schema from '@parley/shared/blog';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { findPostId, postName, requireMatch, toPostRef } from './post-names.ts';
import { defineDeed, defineRoute, listMeta, type Route } from './route.ts';

const byPost = z.strictObject({ post: postName });
const patchPostInput = schema.updatePostInput.omit({ id: true }).extend({ post: postName });

/** PUT says all of a post: what it leaves out is gone. */
const replacePostInput = patchPostInput.extend({ title: schema.postTitle, body: schema.postBody });

const postListMeta = listMeta.extend({ total: z.int().optional() });

const answerPost = (post: schema.PostView) => ({ data: post, version: post.version });

export const postRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'blog.listPosts',
    method: 'GET',
    path: '/posts',
    summary: 'Posts that you may see',
    input: schema.listPostsInput.unwrap(),
    status: 200,
    data: z.array(schema.postListItem),
    meta: postListMeta,
    async handle({ blog, scope, input }) {
      const page = await blog.listPosts(scope, input);
      const { items, ...meta } = page;
      return { data: items, meta, links: linkPages(input, page) };
    },
  }),
  defineRoute({
    procedure: 'blog.createPost',
    method: 'POST',
    path: '/posts',
    summary: 'Make a draft',
    input: schema.createPostInput,
    status: 201,
    data: schema.postView,
    async handle({ blog, scope, input }) {
      const post = await blog.createPost(scope, input);
      return { ...answerPost(post), location: `/posts/${post.id}` };
    },
  }),
  defineRoute({
    procedure: 'blog.getPost',
    method: 'GET',
    path: '/posts/:post',
    summary: 'A post with its body; an old slug leads to the new one',
    input: byPost,
    status: 200,
    canMove: true,
    data: schema.postView,
    async handle({ blog, scope, input }) {
      const ref = toPostRef(input.post);
      const post = await blog.getPost(scope, ref);
      const isOld = 'slug' in ref && ref.slug !== post.slug;
      return { ...answerPost(post), ...(isOld && { movedTo: `/posts/${post.slug}` }) };
    },
  }),
  defineRoute({
    procedure: 'blog.updatePost',
    method: 'PATCH',
    path: '/posts/:post',
    summary: 'Change some fields of a post, as long as nobody else did',
    input: patchPostInput,
    headers: { version: 'if-match' },
    status: 200,
    data: schema.postView,
    async handle({ blog, scope, input: { post, ...changes } }) {
      const id = await findPostId(blog, scope, post);
      return answerPost(await blog.updatePost(scope, { ...changes, id }));
    },
  }),
  defineRoute({
    procedure: 'blog.updatePost',
    operation: 'blog.replacePost',
    method: 'PUT',
    path: '/posts/:post',
    summary: 'Replace title, body and tags of a post, as long as nobody else changed them',
    input: replacePostInput,
    headers: { version: 'if-match' },
    status: 200,
    data: schema.postView,
    async handle({ blog, scope, input: { post, tags = [], ...changes } }) {
      const id = await findPostId(blog, scope, post);
      return answerPost(await blog.updatePost(scope, { ...changes, tags, id }));
    },
  }),
  defineDeed({
    procedure: 'blog.deletePost',
    method: 'DELETE',
    path: '/posts/:post',
    summary: 'Delete a post',
    input: byPost,
    isMatched: true,
    async run(call) {
      const ref = toPostRef(call.input.post);
      await requireMatch(call, ref);
      await call.blog.deletePost(call.scope, ref);
    },
  }),
  defineRoute({
    procedure: 'blog.publishPost',
    method: 'POST',
    path: '/posts/:post/publish',
    summary: 'Publish a post; twice is no error',
    input: byPost,
    isMatched: true,
    status: 200,
    data: schema.postView,
    async handle(call) {
      const ref = toPostRef(call.input.post);
      await requireMatch(call, ref);
      return answerPost(await call.blog.publishPost(call.scope, ref));
    },
  }),
  defineRoute({
    procedure: 'blog.unpublishPost',
    method: 'POST',
    path: '/posts/:post/unpublish',
    summary: 'Take a post back',
    input: byPost,
    isMatched: true,
    status: 200,
    data: schema.postView,
    async handle(call) {
      const ref = toPostRef(call.input.post);
      await requireMatch(call, ref);
      return answerPost(await call.blog.unpublishPost(call.scope, ref));
    },
  }),
  defineRoute({
    procedure: 'blog.schedulePost',
    method: 'POST',
    path: '/posts/:post/schedule',
    summary: 'Publish a post at a time to come',
    input: schema.schedulePostInput.omit({ id: true }).extend({ post: postName }),
    isMatched: true,
    status: 200,
    data: schema.postView,
    async handle(call) {
      const { post, publishAt } = call.input;
      const id = await findPostId(call.blog, call.scope, post);
      await requireMatch(call, { id });
      return answerPost(await call.blog.schedulePost(call.scope, { id, publishAt }));
    },
  }),
];
