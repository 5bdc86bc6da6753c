// The router: every procedure of the daemon. Clients take its type, never its code.

import type { SystemInfo } from '@parley/shared/admin';
import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import type { Accounts, Sessions } from '../accounts/index.ts';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { ActivityChannel } from './channel-activity.ts';
import type { CommentChannels } from './channel-comments.ts';
import type { PostChannel } from './channel-posts.ts';
import type { RoomChannels } from './channel-room.ts';
import type { Connections } from './connections.ts';
import type { Bucket } from './rate-limits.ts';
import { createAccountRoutes } from './routes-accounts.ts';
import { createAdminRoutes } from './routes-admin.ts';
import { createBlogRoutes } from './routes-blog.ts';
import { createChatRoutes } from './routes-chat.ts';
import { createPresenceRoutes } from './routes-presence.ts';
import { createSystemRoutes, type ProcedureInfo } from './routes-system.ts';
import { type Meta, router } from './trpc.ts';

export interface RouterDeps {
  accounts: Accounts;
  sessions: Sessions;
  blog: Blog;
  chat: Chat;
  presence: Presence;
  clock: Clock;
  roomChannels: RoomChannels;
  activityChannel: ActivityChannel;
  postChannel: PostChannel;
  commentChannels: CommentChannels;
  connections: Connections;
  getInfo(): Promise<SystemInfo>;
}

export function createRouter(deps: RouterDeps) {
  const listProcedures = (): ProcedureInfo[] =>
    describeProcedures(appRouter).map(({ path, kind }) => ({ path, kind }));
  const appRouter = router({
    accounts: createAccountRoutes(deps),
    admin: createAdminRoutes(deps),
    blog: createBlogRoutes({ ...deps, channel: deps.postChannel }),
    chat: createChatRoutes({
      chat: deps.chat,
      blog: deps.blog,
      channels: deps.roomChannels,
      activity: deps.activityChannel,
    }),
    presence: createPresenceRoutes(deps),
    system: createSystemRoutes({ getInfo: deps.getInfo, listProcedures }),
  });
  return appRouter;
}

export type AppRouter = ReturnType<typeof createRouter>;

/** Every procedure with its kind, by path: for `tui call` and for the generated reference. */
export function describeProcedures(
  appRouter: AnyTRPCRouter,
): (ProcedureInfo & { inputs: readonly unknown[] })[] {
  const procedures: Record<string, AnyTRPCProcedure> = appRouter._def.procedures;
  return Object.entries(procedures)
    .map(([path, { _def }]) => ({
      path,
      kind: _def.type,
      inputs: (_def as unknown as { inputs: unknown[] }).inputs,
    }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** What another face of the same procedure has to hold to. */
export function describeProcedure(
  appRouter: AnyTRPCRouter,
  path: string,
): { kind: ProcedureInfo['kind']; bucket: Bucket | null; isAuthed: boolean } {
  const procedures: Record<string, AnyTRPCProcedure> = appRouter._def.procedures;
  const definition = procedures[path]?._def;
  if (!definition) throw new Error(`there is no procedure ${path}`);
  const { bucket = 'api', isAuthed = false } = (definition.meta ?? {}) as Meta;
  return { kind: definition.type, bucket, isAuthed };
}

/** The router without anything behind it: for its shape alone. */
export function createReferenceRouter(): AppRouter {
  return createRouter({} as RouterDeps);
}
