// The first frame: drawn by hand before anything heavy is loaded, so that a start feels immediate.
// It imports nothing; what it shows was sanitized when it was remembered, and is again here.

/** What of the last screen is remembered. */
export interface CachedScreen {
  readonly server: string;
  readonly username: string | null;
  /** Slugs of the rooms one is a member of, in their order. */
  readonly rooms: readonly string[];
  /** Slug of the room that was open. */
  readonly room: string | null;
}

/** What was remembered, from its file; null for anything else. */
export function parseCachedScreen(text: string): CachedScreen | null {
  try {
    const { server, username, rooms, room } = JSON.parse(text) as Record<string, unknown>;
    if (typeof server !== 'string' || !Array.isArray(rooms)) return null;
    return {
      server,
      username: typeof username === 'string' ? username : null,
      rooms: rooms.filter((slug) => typeof slug === 'string'),
      room: typeof room === 'string' ? room : null,
    };
  } catch {
    return null;
  }
}

/** Enters the alternate screen with the cursor hidden. */
const enterScreen = '\u001b[?1049h\u001b[?25l';

const muted = '\u001b[90m';
const strong = '\u001b[1m';
const plain = '\u001b[0m';

/**
 * The whole frame as bytes, from the alternate screen's first row on; the cursor ends at home. The
 * places are those of the real screen, so that it only fills in.
 */
export function renderFirstFrame(options: {
  columns: number;
  rows: number;
  cached: CachedScreen | null;
  /** Without colours, for NO_COLOR. */
  isPlain?: boolean;
}): string {
  const { columns, rows, cached, isPlain = false } = options;
  const paint = (text: string, sgr: string) => (isPlain || text === '' ? text : sgr + text + plain);
  const put = (row: number, column: number, text: string) => `\u001b[${row};${column}H${text}`;
  const parts = [enterScreen, '\u001b[H\u001b[J'];
  if (columns >= 60 && rows >= 15) {
    const left = cached === null || columns < 80 ? 0 : columns >= 110 ? 24 : 20;
    if (left > 0) {
      for (let row = 1; row < rows; row += 1) parts.push(put(row, left, paint('│', muted)));
      parts.push(put(1, 2, paint('Rooms', strong)));
      for (const [index, slug] of (cached?.rooms ?? []).slice(0, rows - 3).entries()) {
        parts.push(put(index + 2, 2, cut(`#${slug}`, left - 3)));
      }
    }
    if (cached?.room)
      parts.push(put(1, left + 2, paint(cut(`#${cached.room}`, columns - left - 2), strong)));
    if (cached !== null) parts.push(put(2, left + 1, paint('─'.repeat(columns - left), muted)));
    const who = cached?.username ? `${cached.username}@` : '';
    const where = cached === null ? '' : who + cached.server.replace(/^https?:\/\//u, '');
    parts.push(put(rows, 2, paint(cut(`◌ connecting …  ${where}`, columns - 2), muted)));
  }
  parts.push('\u001b[H');
  return parts.join('');
}

// Only what is one column wide on every terminal is drawn before widths can be measured.
function cut(text: string, columns: number): string {
  return text.replace(/[^\u0020-\u007e◌·…]/gu, '?').slice(0, Math.max(0, columns));
}
