// How far long work has come, on a terminal's stderr and nowhere else.

import { sanitizeText } from '@parley/shared/text-sanitize';
import type { CommandContext } from './context.ts';

export interface Progress {
  /** @param total null while nobody knows. */
  show(done: number, total: number | null, what: string): void;
  /** Takes it off the screen, so that words can be said. */
  clear(): void;
}

const barWidth = 24;
const mostColumns = 79;

export function createProgress({ streams, isJson }: CommandContext): Progress {
  const { stderr } = streams;
  if (isJson || stderr.isTTY !== true) return { show() {}, clear() {} };
  let shown = 0;
  // Spaces instead of an escape sequence: a dumb terminal understands them too.
  const draw = (line: string) => {
    stderr.write(`\r${line.padEnd(shown)}`);
    shown = line.length;
  };
  return {
    show(done, total, what) {
      const share = total === null ? null : total === 0 ? 1 : done / total;
      const filled = Math.round((share ?? 0) * barWidth);
      const bar = share === null ? '' : `[${'#'.repeat(filled).padEnd(barWidth, '.')}] `;
      const count = total === null ? String(done) : `${done}/${total}`;
      const name = sanitizeText(what, { multiline: false }).replace(/[^\x20-\x7e]/gu, '?');
      draw(`${bar}${count} ${name}`.slice(0, mostColumns));
    },
    clear() {
      if (shown === 0) return;
      draw('');
      stderr.write('\r');
    },
  };
}
