// Reference pages of what daemon and client share: error codes and limits.

import { errorTable } from '../packages/shared/src/errors.ts';
import { limits } from '../packages/shared/src/limits.ts';

export function renderErrors(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, trpc, exit, message }]) =>
      `| \`${code}\` | ${status} | \`${trpc}\` | ${exit} | ${message} |`,
  );
  return [
    '# Errors',
    '',
    'Every error answer carries a code of this table. tRPC puts the body into `error.data.domain`:',
    '`{code, message, fields?, retryAfter?, current?, requestId?}`. `fields` maps the name of a field to',
    'sentences about it. The command line ends with the exit status.',
    '',
    '| code | HTTP | tRPC | exit status | usual message |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

export function renderLimits(): string {
  const rows = Object.entries(limits).map(
    ([name, value]) => `| \`${name}\` | ${value.toLocaleString('en')} |`,
  );
  return [
    '# Limits',
    '',
    'Sizes count characters unless the name says bytes or milliseconds.',
    '',
    '| limit | value |',
    '| --- | --- |',
    ...rows,
  ].join('\n');
}
