// The supervision tree as lines of text, for `parleyd status`.

import type { ChildStatus, SupervisorStatus } from './child.ts';

/**
 * @example
 * parleyd  running, rest_for_one
 * ├─ repo  running since 2026-01-01T00:00:00.000Z
 * └─ web   backing_off since 2026-01-01T00:00:09.000Z, 3 restarts
 *          last error: "EADDRINUSE"
 */
export function formatTree(root: SupervisorStatus): string {
  return [`${root.id}  ${root.state}, ${root.strategy}`, ...formatChildren(root.children)].join(
    '\n',
  );
}

function formatChildren(children: readonly ChildStatus[]): string[] {
  const width = Math.max(0, ...children.map(({ id }) => id.length));
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const indent = isLast ? '   ' : '│  ';
    return [
      `${isLast ? '└─ ' : '├─ '}${child.id.padEnd(width)}  ${formatState(child)}`,
      ...formatFacts(child).map((line) => `${indent}${' '.repeat(width)}  ${line}`),
      ...formatChildren(child.children ?? []).map((line) => indent + line),
    ];
  });
}

function formatState({ state, since, strategy, restarts }: ChildStatus): string {
  return [
    `${state} since ${since}`,
    ...(strategy ? [strategy] : []),
    ...(restarts > 0 ? [`${restarts} restart${restarts === 1 ? '' : 's'}`] : []),
  ].join(', ');
}

/** Values are JSON, so that a hostile error message stays one harmless line. */
function formatFacts({ lastError, details }: ChildStatus): string[] {
  return [
    ...(lastError === undefined ? [] : [`last error: ${JSON.stringify(lastError)}`]),
    ...Object.entries(details ?? {}).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ];
}
