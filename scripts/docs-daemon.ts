// Reference pages of the daemon: settings and procedures.

import { z } from 'zod';
import { listSettings } from '../packages/daemon/src/config/index.ts';
import { createReferenceRouter, describeProcedures } from '../packages/daemon/src/web/index.ts';
import { describe, type JsonSchema } from './docs-schema.ts';

export function renderConfiguration(): string {
  const rows = listSettings().map(({ env, flag, key, default: text, doc, isSecret }) => {
    const names = [env, ...(isSecret ? [`${env}_FILE`] : [])].map((name) => `\`${name}\``);
    const value = text === undefined ? '' : text === '' ? 'empty' : `\`${text}\``;
    return `| ${names.join(' ')} | \`${flag}\` | \`${key}\` | ${value} | ${doc} |`;
  });
  return [
    '# Configuration',
    '',
    'Flags go over the environment, that over the file, that over the default. The file is TOML:',
    '`$PARLEY_CONFIG`, else `/etc/parley/parleyd.toml`, else `$XDG_CONFIG_HOME/parley/parleyd.toml`.',
    '`parleyd config` shows the values in force and where each came from.',
    '',
    '| variable | flag | key | default | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

export function renderProcedures(): string {
  const lines = describeProcedures(createReferenceRouter()).flatMap(({ path, kind, inputs }) => [
    `## \`${path}\``,
    '',
    kind,
    '',
    ...renderFields(inputs),
  ]);
  return [
    '# Procedures',
    '',
    'Over HTTP a query is `GET /trpc/NAME?input=JSON`, a mutation `POST /trpc/NAME` with its input as the',
    'body; over WebSocket all three go through `/trpc`. Unknown fields are refused.',
    '',
    ...lines,
  ].join('\n');
}

function renderFields(inputs: readonly unknown[]): string[] {
  const objects = inputs.flatMap((input) => findObjects(toJsonSchema(input)));
  const fields = objects.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, schema]) => {
      const optional = required.includes(name) && objects.length === 1 ? '' : ' (optional)';
      return `- \`${name}\`${optional}: ${describe(schema)}`;
    }),
  );
  return fields.length === 0 ? [] : [...(objects.length > 1 ? ['One of:', ''] : []), ...fields, ''];
}

function toJsonSchema(input: unknown): JsonSchema {
  return z.toJSONSchema(input as z.ZodType, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

function findObjects(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ? schema.anyOf.flatMap(findObjects) : schema.properties ? [schema] : [];
}
