// All that an account holds, gathered from the doors that hold it, page by page.

import { invalidField } from '@parley/shared/errors';
import {
  type ExportMyDataInput,
  type ExportPage,
  type ExportRecord,
  exportPage,
} from '@parley/shared/export';
import type { Accounts, Scope, Sessions } from '../accounts/index.ts';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';

export interface ExportDoors {
  accounts: Pick<Accounts, 'getAccount'>;
  sessions: Pick<Sessions, 'listSessions' | 'listTokens'>;
  blog: Pick<Blog, 'exportPosts' | 'exportRevisions' | 'exportComments'>;
  chat: Pick<Chat, 'listRooms' | 'listKeywords' | 'exportMessages'>;
}

const parts = ['account', 'posts', 'revisions', 'comments', 'messages'] as const;
type Part = (typeof parts)[number];

/** Every door answers what is the caller's own; nothing here asks for anybody else's. */
export async function exportMyData(
  doors: ExportDoors,
  scope: Scope,
  input: ExportMyDataInput = {},
): Promise<ExportPage> {
  const { part, cursor } = readPlace(input.cursor);
  const { items, nextCursor } = await readPart(doors, scope, part, cursor);
  const next = parts[parts.indexOf(part) + 1];
  const place = nextCursor === null ? next && `${next}.` : `${part}.${nextCursor}`;
  // What a door tells beyond it, today or later, stays here.
  return exportPage.parse({ items, nextCursor: place ?? null });
}

async function readPart(
  doors: ExportDoors,
  scope: Scope,
  part: Part,
  cursor: string | undefined,
): Promise<ExportPage> {
  const { blog, chat } = doors;
  switch (part) {
    case 'account':
      return { items: await readAccount(doors, scope), nextCursor: null };
    case 'posts':
      return label('post', await blog.exportPosts(scope, { cursor }));
    case 'revisions':
      return label('revision', await blog.exportRevisions(scope, cursor));
    case 'comments':
      return label('comment', await blog.exportComments(scope, cursor));
    case 'messages':
      return label('message', await chat.exportMessages(scope, cursor));
  }
}

async function readAccount(
  { accounts, sessions, chat }: ExportDoors,
  scope: Scope,
): Promise<ExportRecord[]> {
  const [account, opened, tokens, rooms, keywords] = await Promise.all([
    accounts.getAccount(scope),
    sessions.listSessions(scope),
    sessions.listTokens(scope),
    chat.listRooms(scope),
    chat.listKeywords(scope),
  ]);
  return [
    { kind: 'account', value: account },
    ...opened.map((value) => ({ kind: 'session' as const, value })),
    ...tokens.map((value) => ({ kind: 'token' as const, value })),
    ...keywords.map((value) => ({ kind: 'keyword' as const, value })),
    ...rooms.flatMap(({ membership, ...room }) =>
      membership ? [{ kind: 'room' as const, value: { ...room, membership } }] : [],
    ),
  ];
}

function label<Kind extends ExportRecord['kind']>(
  kind: Kind,
  page: { items: Extract<ExportRecord, { kind: Kind }>['value'][]; nextCursor: string | null },
): ExportPage {
  const items = page.items.map((value) => ({ kind, value }) as ExportRecord);
  return { items, nextCursor: page.nextCursor };
}

function readPlace(written: string | undefined): { part: Part; cursor: string | undefined } {
  if (written === undefined) return { part: 'account', cursor: undefined };
  const [, name, cursor] = /^([a-z]+)\.([A-Za-z0-9_-]*)$/.exec(written) ?? [];
  const part = parts.find((one) => one === name);
  if (part !== undefined) return { part, cursor: cursor || undefined };
  throw invalidField('cursor', 'is not one that a list returned; start again without it');
}
