// Ends this process when npx or pnpm, which started it, end without passing their signal on.

import { readFileSync } from 'node:fs';

const intervalMs = 300;
const shell = /^(?:sh|dash|bash)$/;
const launcher = /^(?:npm|npx|pnpm)\b/;

interface Process {
  pid: number;
  name: string;
  parent: number;
}

/**
 * `npx pnpm start` is a chain of processes: npx → sh → pnpm → sh → this one. On SIGTERM npx ends and takes
 * its shell along, but not pnpm: a server would go on behind the back of whoever meant to stop it.
 *
 * So this watches the chain, and behaves as on SIGTERM once a link of it has another parent.
 * Whoever started the outermost of them may go. Without `/proc` it watches nothing.
 */
export function endWithLaunchers(): void {
  const watched = readLaunchers();
  const timer = setInterval(() => {
    const isWhole = watched.every(({ pid, parent }) => readProcess(pid)?.parent === parent);
    if (!isWhole) process.kill(process.pid, 'SIGTERM');
  }, intervalMs);
  timer.unref();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // A second signal would mean: do not wait for a clean end.
      clearInterval(timer);
      // Nobody else listens yet: this listener took the signal's effect away, so it comes again.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}

/** This process and those above it, up to but without the outermost launcher. */
function readLaunchers(): Process[] {
  const chain: Process[] = [];
  let outermost = 0;
  for (
    let link = readProcess(process.pid);
    link && (chain.length === 0 || shell.test(link.name) || launcher.test(link.name));
    link = readProcess(link.parent)
  ) {
    if (chain.length > 0 && launcher.test(link.name)) outermost = chain.length;
    chain.push(link);
  }
  return chain.slice(0, outermost);
}

function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in parentheses and may hold any character, parentheses too.
    const end = stat.lastIndexOf(')');
    const [, parent] = stat.slice(end + 2).split(' ');
    return { pid, name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(parent) };
  } catch {
    return undefined;
  }
}
