// Which form of a page a reader gets: HTML, Markdown or plain text.

export type Variant = 'html' | 'md' | 'txt';

export interface Choice {
  variant: Variant;
  /** Chosen by the program's name, so no shared cache may hand it to another program. */
  isByAgent: boolean;
}

const types: Record<Variant, readonly string[]> = {
  html: ['text/html', 'application/xhtml+xml'],
  md: ['text/markdown'],
  txt: ['text/plain'],
};

/** Programs that print to a terminal and ask for anything. Others that do so want HTML: link previews, crawlers. */
const terminalAgents = /^(?:curl|HTTPie|xh)\//i;

/** Ties go to HTML, as does a reader who takes none of the three: half a page is better than a 406. */
export function chooseVariant(accept: string | undefined, userAgent: string | undefined): Choice {
  const ranges = parseAccept(accept ?? '*/*');
  const named = (['html', 'md', 'txt'] as const)
    .map((variant) => ({ variant, quality: qualityOf(ranges, types[variant]) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  if (named) return { variant: named.variant, isByAgent: false };
  const isTerminal = ranges.has('*/*') && terminalAgents.test(userAgent ?? '');
  return { variant: isTerminal ? 'txt' : 'html', isByAgent: isTerminal };
}

function qualityOf(ranges: ReadonlyMap<string, number>, names: readonly string[]): number {
  return Math.max(...names.map((name) => ranges.get(name) ?? 0));
}

const longestAccept = 1_000;

function parseAccept(header: string): Map<string, number> {
  const ranges = new Map<string, number>();
  for (const part of header.slice(0, longestAccept).split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((text) => text.startsWith('q='))?.slice(2);
    ranges.set(name, quality === undefined ? 1 : Number.parseFloat(quality) || 0);
  }
  return ranges;
}
