// REST routes of users: registering, logging in and out, profiles.

import * as schema from '@parley/shared/accounts';
import { exportRecord } from '@parley/shared/export';
import { cursor } from '@parley/shared/fields';
import { z } from 'zod';
import { exportMyData } from '../account-export.ts';
import { defineDeed, defineRoute, listMeta, noFields, type Route } from './route.ts';

export const userRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'accounts.register',
    method: 'POST',
    path: '/users/register',
    summary: 'Register, and be logged in',
    input: schema.registerInput,
    status: 201,
    isSecret: true,
    data: schema.registerResult,
    async handle({ accounts, scope, input }) {
      const result = await accounts.register(scope, input);
      return { data: result, location: `/users/${result.user.username}` };
    },
  }),
  defineRoute({
    procedure: 'accounts.login',
    method: 'POST',
    path: '/users/login',
    summary: 'Log in: a token for the header Authorization',
    input: schema.loginInput,
    status: 200,
    isSecret: true,
    data: schema.loginResult,
    handle: async ({ sessions, scope, input }) => ({ data: await sessions.login(scope, input) }),
  }),
  defineDeed({
    procedure: 'accounts.logout',
    method: 'POST',
    path: '/users/logout',
    summary: 'End the session of this token',
    input: noFields,
    run: ({ sessions, scope }) => sessions.logout(scope),
  }),
  defineRoute({
    procedure: 'accounts.me',
    method: 'GET',
    path: '/users/me',
    summary: 'Your own account',
    input: noFields,
    status: 200,
    data: schema.accountView,
    handle: async ({ accounts, scope }) => ({ data: await accounts.getAccount(scope) }),
  }),
  defineRoute({
    procedure: 'accounts.exportMyData',
    method: 'GET',
    path: '/users/me/export',
    summary: 'All that your account holds, page by page',
    input: z.strictObject({ cursor: cursor.optional() }),
    status: 200,
    isSecret: true,
    data: z.array(exportRecord),
    meta: listMeta,
    async handle({ scope, input, ...doors }) {
      const { items, nextCursor } = await exportMyData(doors, scope, input);
      const links = nextCursor === null ? {} : { next: { cursor: nextCursor } };
      return { data: items, meta: { nextCursor }, links };
    },
  }),
  defineRoute({
    procedure: 'accounts.updateProfile',
    method: 'PATCH',
    path: '/users/me',
    summary: 'Change your profile',
    input: schema.profileInput,
    status: 200,
    data: schema.accountView,
    handle: async ({ accounts, scope, input }) => ({
      data: await accounts.updateProfile(scope, input),
    }),
  }),
  defineRoute({
    procedure: 'accounts.getProfile',
    method: 'GET',
    path: '/users/:username',
    summary: 'Somebody’s profile',
    input: schema.byUsername,
    status: 200,
    data: schema.profileView,
    handle: async ({ accounts, scope, input }) => ({
      data: await accounts.getProfile(scope, input.username),
    }),
  }),
];
