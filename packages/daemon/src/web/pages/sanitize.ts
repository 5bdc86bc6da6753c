// The second belt: of rendered Markdown only the tags and attributes that the renderer writes.

import sanitizeHtml from 'sanitize-html';
import { allowedSchemes } from './markdown-tokens.ts';
import { stripControls } from './markup.ts';

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'];

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...headings,
    ...'p a em strong s code pre blockquote ul ol li hr br table thead tbody tr th td div'.split(
      ' ',
    ),
  ],
  allowedAttributes: {
    ...Object.fromEntries(headings.map((tag) => [tag, ['id']])),
    a: ['href', 'title', 'rel'],
    ol: ['start'],
    pre: ['tabindex'],
    div: ['tabindex'],
  },
  allowedClasses: {
    a: ['image'],
    code: [/^language-\S{1,40}$/],
    div: ['table'],
    li: ['task'],
    th: [/^align-/],
    td: [/^align-/],
  },
  allowedSchemes: [...allowedSchemes],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: true,
  // Longer than what the renderer can nest.
  nestingLimit: 200,
  transformTags: {
    // Every link of a text is its author's, and says so to search engines.
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow ugc noopener' } }),
    // Code wider than the screen scrolls by itself, also by keys.
    pre: (tagName) => ({ tagName, attribs: { tabindex: '0' } }),
  },
};

export function sanitizeMarkup(html: string): string {
  // Entities of the source are characters by now.
  return stripControls(sanitizeHtml(html, options));
}
