// A post with its comments.

import type { CommentView, PostView } from '@parley/shared/blog';
import { formatMinute } from './dates.ts';
import type { Page } from './layout.ts';
import type { RenderMarkdown, Texts } from './markdown-cache.ts';
import { type Markup, markup } from './markup.ts';
import { readingMinutes } from './reading-time.ts';
import { postPath, type Site } from './site.ts';
import { type Thread, threadComments } from './threads.ts';
import { countOf, renderAuthor, renderDay, renderMeta } from './view-list.ts';

export interface PostPage {
  texts: Texts;
  post: PostView;
  comments: readonly CommentView[];
  /** Cursor of the comments after these. */
  moreComments: string | null;
  /** Whether these are the first comments of the post. */
  isFirst: boolean;
}

export function viewPost(site: Site, page: PostPage): Page {
  const { post, texts } = page;
  const published = post.publishedAt ?? post.createdAt;
  const minutes = markup`<span>${readingMinutes(post.body)} min read</span>\n`;
  // Publishing touches the row as well: only a later day is news to a reader.
  const isEdited = post.updatedAt.slice(0, 10) > published.slice(0, 10);
  const edited = isEdited && markup`<span>edited ${renderDay(post.updatedAt)}</span>\n`;
  return {
    title: post.title,
    description: texts.excerpt(post.body, 200),
    path: postPath(post.slug),
    article: {
      published,
      modified: post.updatedAt,
      author: post.author.displayName || post.author.username,
      tags: post.tags,
    },
    body: markup`<article class="post">
<header>
<h1 dir="auto">${post.title}</h1>
${renderMeta(site, post, markup`${minutes}${edited}`)}</header>
<div class="text">
${texts.render(post.body, { hasIds: true })}</div>
</article>
${renderComments(site, page)}`,
  };
}

function renderComments(site: Site, page: PostPage): Markup {
  const { post, comments, moreComments, isFirst, texts } = page;
  const path = site.path(postPath(post.slug));
  const more =
    moreComments === null
      ? null
      : markup`<a href="${path}?comments=${encodeURIComponent(moreComments)}#comments">Later comments →</a>`;
  const first = isFirst
    ? markup`<span></span>`
    : markup`<a href="${path}#comments">← First comments</a>`;
  return markup`<section class="comments" id="comments" aria-labelledby="comments-title">
<h2 id="comments-title">${post.commentCount === 0 ? 'No comments yet' : countOf(post.commentCount, 'comment')}</h2>
${renderThreads(site, texts.render, threadComments(comments))}${
  more === null && isFirst
    ? null
    : markup`<nav class="pager" aria-label="Comments">${first}${more}</nav>\n`
}</section>
`;
}

function renderThreads(
  site: Site,
  render: RenderMarkdown,
  threads: readonly Thread[],
): Markup | null {
  if (threads.length === 0) return null;
  return markup`<ol>
${threads.map(
  (thread) => markup`<li>
${renderComment(site, render, thread)}${renderThreads(site, render, thread.answers)}</li>
`,
)}</ol>
`;
}

function renderComment(site: Site, render: RenderMarkdown, { comment, answered }: Thread): Markup {
  const anchor = `comment-${comment.id}`;
  if (comment.deletedAt !== null) {
    return markup`<article class="comment" id="${anchor}">
<p class="gone">A comment that was deleted.</p>
</article>
`;
  }
  const to = answered && (answered.author?.displayName || answered.author?.username);
  const answer =
    answered &&
    markup`<span>to <a href="#comment-${answered.id}"><bdi>${to ?? 'an earlier one'}</bdi></a></span>\n`;
  return markup`<article class="comment" id="${anchor}">
<p class="meta"><span>${renderAuthor(site, comment.author)}</span>
<span><a href="#${anchor}"><time datetime="${comment.createdAt}">${formatMinute(comment.createdAt)}</time></a></span>
${comment.editedAt === null ? null : markup`<span>edited</span>\n`}${answer}</p>
<div class="text">
${render(comment.body, { topHeading: 3 })}</div>
</article>
`;
}
