// Posts and lists as plain text, for those who read with curl: wrapped, and inert in a terminal.

import type { CommentView, PostListItem, PostView, TagView } from '@parley/shared/blog';
import { displayWidth, sanitizeText, wrapText } from '@parley/shared/text';
import { formatDay, formatMinute } from './dates.ts';
import { postPath, type Site } from './site.ts';
import { type Thread, threadComments } from './threads.ts';
import { countOf } from './view-list.ts';

const columns = 78;

export function renderPostText(
  site: Site,
  post: PostView,
  comments: readonly CommentView[],
  hasMore: boolean,
): string {
  const title = wrapText(line(post.title), columns);
  return clean(
    [
      ...title,
      '='.repeat(Math.max(...title.map(displayWidth))),
      byline(post),
      site.absolute(postPath(post.slug)),
      '',
      ...wrapMarkdown(post.body),
      ...(comments.length === 0 ? [] : ['', '-'.repeat(columns), '', heading(post.commentCount)]),
      ...threadComments(comments).flatMap((thread) => threadRows(thread, 0)),
      ...(hasMore ? ['', `More: ${site.absolute(postPath(post.slug))}#comments`] : []),
    ].join('\n'),
  );
}

/** The source, with front matter that `tui posts new --file` reads; JSON's strings are YAML's too. */
export function renderPostSource(site: Site, post: PostView): string {
  return clean(
    [
      '---',
      `title: ${JSON.stringify(line(post.title))}`,
      `author: ${JSON.stringify(line(post.author.displayName || post.author.username))}`,
      `published: ${post.publishedAt ?? post.createdAt}`,
      `url: ${JSON.stringify(site.absolute(postPath(post.slug)))}`,
      `tags: ${JSON.stringify(post.tags)}`,
      '---',
      '',
      post.body,
    ].join('\n'),
  );
}

export function renderListText(
  site: Site,
  title: string,
  entries: readonly { post: PostListItem; excerpt: string }[],
  older: string | null,
): string {
  const rows = entries.flatMap(({ post, excerpt }) => [
    '',
    ...wrapText(line(post.title), columns),
    ...indent([byline(post), ...wrapText(line(excerpt), columns - 2)], 2),
    `  ${site.absolute(postPath(post.slug))}`,
  ]);
  return clean(
    [
      line(title),
      ...(entries.length === 0 ? ['', 'Nothing yet.'] : rows),
      ...(older === null ? [] : ['', `Older: ${site.absolute(older)}`]),
    ].join('\n'),
  );
}

export function renderTagsText(tags: readonly TagView[]): string {
  const rows = tags.map(({ name, count }) => `#${line(name)} ${count}`);
  return clean(tags.length === 0 ? 'No post has a tag yet.' : rows.join('\n'));
}

export function renderErrorText(message: string): string {
  return clean(message);
}

function byline(post: PostListItem): string {
  const { displayName, username } = post.author;
  const name = displayName ? `${displayName} (@${username})` : `@${username}`;
  const tags = post.tags.length === 0 ? '' : `, ${post.tags.map((tag) => `#${tag}`).join(' ')}`;
  return line(`by ${name}, ${formatDay(post.publishedAt ?? post.createdAt)}${tags}`);
}

const heading = (count: number): string => countOf(count, 'comment');

function threadRows({ comment, answers }: Thread, depth: number): string[] {
  const name = comment.author.displayName || comment.author.username;
  const rows =
    comment.deletedAt === null
      ? [
          line(`${name}, ${formatMinute(comment.createdAt)}:`),
          ...indent(wrapMarkdown(comment.body, columns - depth * 2 - 2), 2),
        ]
      : ['A comment that was deleted.'];
  return ['', ...indent(rows, depth * 2), ...answers.flatMap((one) => threadRows(one, depth + 1))];
}

const indent = (rows: readonly string[], by: number): string[] =>
  rows.map((row) => (row === '' ? row : ' '.repeat(by) + row));

const fence = /^ {0,3}(?<marks>`{3,}|~{3,})/;
const lead = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/;

/** Markdown reads well as it is; long lines are wrapped, but never those of code and tables. */
function wrapMarkdown(source: string, width = columns): string[] {
  let open: string | null = null;
  return sanitizeText(source)
    .trimEnd()
    .split('\n')
    .flatMap((row) => {
      const marks = fence.exec(row)?.groups?.marks;
      const isCode = open !== null || marks !== undefined;
      if (marks !== undefined) {
        if (open === null) open = marks;
        else if (marks.startsWith(open)) open = null;
      }
      if (isCode || /^(?: {4}|\t| {0,3}\|)/.test(row)) return [row];
      const prefix = lead.exec(row)![0];
      // What continues a quote needs its mark again; what continues an item hangs below it.
      if (!prefix.includes('>')) return wrapText(row, width, { hanging: displayWidth(prefix) });
      const rest = wrapText(row.slice(prefix.length), Math.max(20, width - displayWidth(prefix)));
      return rest.map((part) => prefix + part);
    });
}

const line = (text: string): string => sanitizeText(text, { multiline: false });

/** Last of all, so that nothing that was put together above reaches a terminal unseen. */
const clean = (text: string): string => `${sanitizeText(text)}\n`;
