// Links into rooms: how one is written, and the code in whatever was pasted.

/** A code as `chat.createRoomInvite` makes them. */
const code = /(?<![\w-])inv_[A-Za-z0-9_-]{43}(?![\w-])/;

const origin = /https?:\/\/[^\s/#?]+/i;

/** What stands before the code, without the page that the link opens in a browser. */
const address = /(https?:\/\/[^\s#?]+?)\/(?:join)?#inv_/i;

const readOrigin = (written: string): string | null =>
  origin.exec(written)?.[0].toLowerCase() ?? null;

/** The code stands behind the `#`, which no browser sends: no log of a server holds it. */
export function writeInviteLink(server: string, inviteCode: string): string {
  return `${server.replace(/\/+$/, '')}/join#${inviteCode}`;
}

export interface Invite {
  readonly code: string;
  /** The address of the server that it leads to; null for a code alone. */
  readonly server: string | null;
}

/** The code in a link, or alone. */
export function findInvite(written: string): Invite | null {
  const found = code.exec(written)?.[0];
  if (found === undefined) return null;
  return { code: found, server: address.exec(written)?.[1] ?? readOrigin(written) };
}

/** Whether it leads to a server that is reached by one of these addresses; a code alone leads anywhere. */
export function isInviteTo(
  { server }: Pick<Invite, 'server'>,
  addresses: readonly (string | undefined)[],
): boolean {
  if (server === null) return true;
  const wanted = readOrigin(server);
  return addresses.some((one) => one !== undefined && readOrigin(one) === wanted);
}
