// Procedures of `accounts`.

import * as accountsSchema from '@parley/shared/accounts';
import { exportMyDataInput } from '@parley/shared/export';
import { noInput } from '@parley/shared/fields';
import { setStatusInput } from '@parley/shared/status';
import type { Accounts, Sessions } from '../accounts/index.ts';
import type { Blog } from '../blog/index.ts';
import type { Chat } from '../chat/index.ts';
import { exportMyData } from './account-export.ts';
import { authed, open, router } from './trpc.ts';

const ok = { ok: true } as const;

export function createAccountRoutes(doors: {
  accounts: Accounts;
  sessions: Sessions;
  blog: Blog;
  chat: Chat;
}) {
  const { accounts, sessions } = doors;
  return router({
    register: open
      .meta({ bucket: 'register' })
      .input(accountsSchema.registerInput)
      .mutation(({ ctx, input }) => accounts.register(ctx.scope, input)),
    login: open
      .meta({ bucket: 'login' })
      .input(accountsSchema.loginInput)
      .mutation(({ ctx, input }) => sessions.login(ctx.scope, input)),
    logout: authed.input(noInput).mutation(async ({ ctx }) => {
      await sessions.logout(ctx.scope);
      return ok;
    }),
    me: authed.input(noInput).query(({ ctx }) => accounts.getAccount(ctx.scope)),
    getProfile: authed
      .input(accountsSchema.byUsername)
      .query(({ ctx, input }) => accounts.getProfile(ctx.scope, input.username)),
    updateProfile: authed
      .input(accountsSchema.profileInput)
      .mutation(({ ctx, input }) => accounts.updateProfile(ctx.scope, input)),
    setStatus: authed
      .input(setStatusInput)
      .mutation(({ ctx, input }) => accounts.setStatus(ctx.scope, input)),
    changePassword: authed
      .meta({ bucket: 'login' })
      .input(accountsSchema.changePasswordInput)
      .mutation(async ({ ctx, input }) => {
        await accounts.changePassword(ctx.scope, input);
        return ok;
      }),
    listSessions: authed
      .input(noInput)
      .query(async ({ ctx }) => ({ items: await sessions.listSessions(ctx.scope) })),
    revokeSession: authed.input(accountsSchema.byId).mutation(async ({ ctx, input }) => {
      await sessions.revokeSession(ctx.scope, input.id);
      return ok;
    }),
    revokeAllSessions: authed.input(noInput).mutation(async ({ ctx }) => {
      await sessions.revokeAllSessions(ctx.scope);
      return ok;
    }),
    createToken: authed
      .input(accountsSchema.createTokenInput)
      .mutation(({ ctx, input }) => sessions.createToken(ctx.scope, input)),
    listTokens: authed
      .input(noInput)
      .query(async ({ ctx }) => ({ items: await sessions.listTokens(ctx.scope) })),
    createBot: authed
      .input(accountsSchema.createBotInput)
      .mutation(({ ctx, input }) => accounts.createBot(ctx.scope, input)),
    renewBotToken: authed
      .input(accountsSchema.byUsername)
      .mutation(({ ctx, input }) => accounts.renewBotToken(ctx.scope, input.username)),
    listBots: authed.input(noInput).query(async ({ ctx }) => ({
      items: await accounts.listBots(ctx.scope),
      nextCursor: null,
    })),
    exportMyData: authed
      .input(exportMyDataInput)
      .query(({ ctx, input }) => exportMyData(doors, ctx.scope, input)),
    revokeToken: authed.input(accountsSchema.byId).mutation(async ({ ctx, input }) => {
      await sessions.revokeToken(ctx.scope, input.id);
      return ok;
    }),
  });
}
