// How much memory a process holds, from Linux's own account of it.

import { readFileSync } from 'node:fs';

/** Resident, in MiB. */
export function readMemory(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}
