// The audit trail: who did what to whom, written in the transaction of the deed.

import type { Transaction } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import type { Scope } from './scope.ts';
import { auditEvents } from './tables.ts';

export interface AuditEntry {
  /** `context.verb_noun`, past or not: the name of the deed. */
  action: string;
  /** What it was done to, as `kind:id`. */
  subject: string;
  detail?: Record<string, unknown>;
}

export function createAudit({ clock, ids }: { clock: Clock; ids: Ids }) {
  return {
    async record(tx: Transaction, scope: Scope, entry: AuditEntry): Promise<void> {
      await tx.insert(auditEvents).values({
        id: ids.uuid(),
        at: clock.now(),
        actorId: scope.user?.id ?? null,
        action: entry.action,
        subject: entry.subject,
        detail: entry.detail ?? {},
        address: scope.address,
      });
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
