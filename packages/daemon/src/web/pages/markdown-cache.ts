// Rendered texts, kept by what they were made from: a text that did not change is rendered once.

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { renderMarkdown } from './markdown.ts';
import type { MarkdownOptions } from './markdown-tokens.ts';
import type { Markup } from './markup.ts';

export type RenderMarkdown = (source: string, options?: MarkdownOptions) => Markup;

const mostTexts = 5_000;
/** In characters, of all that is kept. */
const mostCharacters = 16_000_000;

/** Named by a hash of text and options, so nothing that is kept can be out of date. */
export function createMarkdownCache(): RenderMarkdown {
  const kept = new LRUCache<string, Markup>({
    max: mostTexts,
    maxSize: mostCharacters,
    sizeCalculation: (markup) => markup.toString().length + 1,
  });
  return (source, options = {}) => {
    const { topHeading, hasIds, linkBase } = options;
    const key = createHash('sha256')
      .update(JSON.stringify([topHeading, hasIds, linkBase]))
      .update(source)
      .digest('base64');
    const found = kept.get(key);
    if (found) return found;
    const made = renderMarkdown(source, options);
    kept.set(key, made);
    return made;
  };
}
