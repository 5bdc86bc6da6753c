// Procedures of `system`: what the server is, and which procedures it has.

import type { SystemInfo } from '@parley/shared/admin';
import { noInput } from '@parley/shared/fields';
import { open, router } from './trpc.ts';

export interface ProcedureInfo {
  path: string;
  kind: 'query' | 'mutation' | 'subscription';
}

export function createSystemRoutes(deps: {
  getInfo(): Promise<SystemInfo>;
  listProcedures(): ProcedureInfo[];
}) {
  return router({
    info: open.input(noInput).query(() => deps.getInfo()),
    // Asked for before a call by name: it must not use up what the call needs.
    procedures: open
      .meta({ bucket: null })
      .input(noInput)
      .query(() => ({ items: deps.listProcedures() })),
  });
}
