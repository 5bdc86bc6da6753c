// Rendered texts, kept by what they were made from: a text that did not change is rendered once.

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { excerptMarkdown, renderMarkdown } from './markdown.ts';
import type { MarkdownOptions } from './markdown-tokens.ts';
import type { Markup } from './markup.ts';

export type RenderMarkdown = (source: string, options?: MarkdownOptions) => Markup;

export interface Texts {
  render: RenderMarkdown;
  excerpt(source: string, length: number): string;
}

const mostTexts = 5_000;
/** In characters, of all that is kept. */
const mostCharacters = 16_000_000;

/** Named by a hash of text and options, so nothing that is kept can be out of date. */
export function createMarkdownCache(): Texts {
  const kept = new LRUCache<string, Markup | string>({
    max: mostTexts,
    maxSize: mostCharacters,
    sizeCalculation: (text) => text.toString().length + 1,
  });

  function keep<Text extends Markup | string>(
    source: string,
    how: unknown[],
    make: () => Text,
  ): Text {
    const hash = createHash('sha256').update(JSON.stringify(how)).update(source);
    const key = hash.digest('base64');
    const found = kept.get(key);
    if (found !== undefined) return found as Text;
    const made = make();
    kept.set(key, made);
    return made;
  }

  return {
    render(source, options = {}) {
      const { topHeading, hasIds, linkBase } = options;
      const how = ['render', topHeading, hasIds, linkBase];
      return keep(source, how, () => renderMarkdown(source, options));
    },
    excerpt: (source, length) =>
      keep(source, ['excerpt', length], () => excerptMarkdown(source, length)),
  };
}
