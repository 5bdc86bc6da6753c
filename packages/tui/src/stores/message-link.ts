// The first link of a text, as the address that would really be opened.

import { sanitizeText } from '@parley/shared/text';

const longest = 2_000;

/**
 * Only web addresses; one with a name and password in front of its host is opened without them,
 * and `host` is the one that answers, spelled out (`xn--…`) where letters could be mistaken.
 */
export function findLink(body: string): { readonly href: string; readonly host: string } | null {
  const text = sanitizeText(body);
  for (const [written] of text.matchAll(/https?:\/\/[^\s<>"'`|\\^{}]+/giu)) {
    const trimmed = written.replace(/[)\].,;:!?*_~]+$/u, '');
    const url = URL.parse(trimmed);
    if (url === null || trimmed.length > longest || url.host === '') continue;
    url.username = '';
    url.password = '';
    return { href: url.href, host: url.host };
  }
  return null;
}
