// The reference page of REST, from the same document that the daemon serves.

import { createReferenceRouter, describeRest } from '../packages/daemon/src/web/index.ts';
import { describe, type JsonSchema } from './docs-schema.ts';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: JsonSchema;
}

interface Body {
  content: { 'application/json': { schema: JsonSchema } };
}

export function renderRest(): string {
  const { paths } = describeRest(createReferenceRouter());
  const lines = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const parameters = ((operation.parameters ?? []) as Parameter[]).filter(
        // Every read takes it: said once.
        ({ name }) => name !== 'if-none-match',
      );
      const login = operation.security.length === 1 ? ' Takes a login.' : '';
      const fields = [
        ...parameters.map(({ name, in: place, required, schema }) =>
          renderField(`${name}\` (${place})`, required || place === 'path', schema),
        ),
        ...renderBody(operation.requestBody as Body | undefined),
      ];
      return [
        `## \`${method.toUpperCase()} ${path}\``,
        '',
        `${operation.summary}. \`${operation.operationId}\`, ${listStatuses(operation.responses)}.${login}`,
        '',
        ...(fields.length === 0 ? [] : [...fields, '']),
      ];
    }),
  );
  return [
    '# REST',
    '',
    'Below `/api/v1`. The same as a document for tools: `/api/v1/openapi.json`. How to use it: the',
    '[guide](../guides/api.md). Unknown fields are refused. Every `GET` takes `If-None-Match`.',
    '',
    ...lines,
  ].join('\n');
}

function renderField(name: string, isRequired: boolean, schema: JsonSchema): string {
  return `- \`${name}${isRequired ? '' : ', optional'}: ${describe(schema)}`;
}

function renderBody(body: Body | undefined): string[] {
  const { properties = {}, required = [] } = body?.content['application/json'].schema ?? {};
  return Object.entries(properties).map(([name, schema]) =>
    renderField(`${name}\``, required.includes(name), schema),
  );
}

/** What goes well; what can go wrong is the same everywhere. */
function listStatuses(responses: Record<string, object>): string {
  return Object.keys(responses)
    .filter((status) => Number(status) < 400)
    .map((status) => `\`${status}\``)
    .join(' ');
}
