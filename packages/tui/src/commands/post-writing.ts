// `tui posts new`: from a file, from standard input, or from the editor.

import { createPostInput } from '@parley/shared/blog';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { describePost } from './posts.ts';
import { abandon, arrive, readParts, readTags, write } from './writing.ts';

export async function newPost(context: CommandContext): Promise<void> {
  const start = { title: context.option('title'), tags: readTags(context), body: '' };
  const writing = await write(context, start);
  if (!writing.isChanged) throw await abandon(writing, 'Nothing was written, so nothing was sent.');
  const post = await arrive(context, writing, async () => {
    const { title = '', tags, body } = readParts(context, writing.text);
    const input = checkInput(createPostInput, { title, tags, body });
    const api = await context.api();
    return api.blog.createPost.mutate(input);
  });
  if (!context.has('publish')) {
    context.result(post, describePost('Draft', post));
    return;
  }
  const { id, slug } = post;
  const api = await context.api();
  const published = await api.blog.publishPost.mutate({ id }).catch((error: unknown) => {
    context.say(`The post is there as a draft. Publish it with: tui posts publish ${slug}`);
    throw error;
  });
  context.result(published, describePost('Published', published));
}
