// How the client notifies, from `notifications` in `tui.json`.

/** What the file may hold. */
export interface NotificationSettings {
  readonly bell: boolean;
  readonly desktop: 'osc9' | 'osc777' | 'off';
  /** A program and its arguments; empty for none. */
  readonly program: readonly string[];
  readonly about: 'mentions' | 'all';
  /** Minutes of the local day. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
}

export const defaultNotifications: NotificationSettings = {
  bell: true,
  desktop: 'off',
  program: [],
  about: 'mentions',
  quietHours: null,
};

/** The settings, or what is wrong with them. */
export function parseNotifications(raw: unknown): NotificationSettings | { problem: string } {
  if (raw === undefined) return defaultNotifications;
  if (typeof raw !== 'object' || raw === null) return { problem: 'must be an object' };
  const {
    bell = true,
    desktop = 'off',
    program = [],
    about = 'mentions',
    quietHours,
  } = raw as Record<string, unknown>;
  if (typeof bell !== 'boolean') return { problem: '"bell" must be true or false' };
  if (desktop !== 'osc9' && desktop !== 'osc777' && desktop !== 'off')
    return { problem: '"desktop" must be osc9, osc777 or off' };
  if (about !== 'mentions' && about !== 'all')
    return { problem: '"about" must be mentions or all' };
  const command: unknown[] | null = Array.isArray(program) ? program : null;
  if (command === null || !command.every((part) => typeof part === 'string'))
    return { problem: '"program" must look like ["/path/to/program", "argument"]' };
  const hours = quietHours === undefined ? null : parseHours(quietHours);
  if (hours === undefined) return { problem: '"quietHours" must look like "22:00-07:00"' };
  return { bell, desktop, program: command as string[], about, quietHours: hours };
}

function parseHours(text: unknown): NotificationSettings['quietHours'] | undefined {
  const [, ...parts] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/u.exec(String(text)) ?? [];
  const [h1 = 99, m1 = 99, h2 = 99, m2 = 99] = parts.map(Number);
  if (Math.max(h1, h2) > 23 || Math.max(m1, m2) > 59) return undefined;
  return { from: 60 * h1 + m1, to: 60 * h2 + m2 };
}
