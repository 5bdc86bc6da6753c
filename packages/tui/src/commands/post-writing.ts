// `tui posts new`: from a file, from standard input, or from the editor.

import { createPostInput, type PostView } from '@parley/shared/blog';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { applyPublishAt, describeScheduled, readMoment } from './post-schedule.ts';
import { describePost } from './posts.ts';
import { abandon, arrive, readParts, readTags, write } from './writing.ts';

export async function newPost(context: CommandContext): Promise<void> {
  const start = { title: context.option('title'), tags: readTags(context), body: '' };
  const writing = await write(context, start);
  if (!writing.isChanged) throw await abandon(writing, 'Nothing was written, so nothing was sent.');
  const { post, publishAt } = await arrive(context, writing, async () => {
    const { title = '', tags, body, publishAt: written } = readParts(context, writing.text);
    const input = checkInput(createPostInput, { title, tags, body });
    const isNow = written === undefined || context.has('publish');
    const publishAt = isNow ? undefined : readMoment('publish_at', written);
    const api = await context.api();
    return { post: await api.blog.createPost.mutate(input), publishAt };
  });
  if (context.has('publish')) {
    const published = await orTell(context, post, publish(context, post));
    context.result(published, describePost('Published', published));
  } else if (publishAt !== undefined) {
    const scheduled = await orTell(context, post, applyPublishAt(context, post, publishAt));
    context.result(scheduled, describeScheduled(scheduled));
  } else {
    context.result(post, describePost('Draft', post));
  }
}

async function publish(context: CommandContext, { id }: PostView): Promise<PostView> {
  const api = await context.api();
  return api.blog.publishPost.mutate({ id });
}

/** The draft is there, whatever became of the rest: that must be known, or it is written again. */
function orTell<Result>(
  context: CommandContext,
  { slug }: PostView,
  step: Promise<Result>,
): Promise<Result> {
  return step.catch((error: unknown) => {
    context.say(`The post is there as a draft. Publish it with: tui posts publish ${slug}`);
    throw error;
  });
}
