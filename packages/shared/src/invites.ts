// Links into rooms: how one is written, and the code in whatever was pasted.

/** A code as `chat.createRoomInvite` makes them. */
const code = /(?<![\w-])inv_[A-Za-z0-9_-]{43}(?![\w-])/;

/** The code stands behind the `#`, which no browser sends: no log of a server holds it. */
export function writeInviteLink(server: string, inviteCode: string): string {
  return `${server.replace(/\/+$/, '')}/#${inviteCode}`;
}

/** The code in a link, or alone; `origin` is that of the server it leads to, null without one. */
export function findInvite(written: string): { code: string; origin: string | null } | null {
  const found = code.exec(written)?.[0];
  if (found === undefined) return null;
  const address = /https?:\/\/[^\s/#?]+/i.exec(written)?.[0];
  return { code: found, origin: address?.toLowerCase() ?? null };
}
