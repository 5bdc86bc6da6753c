// The OpenAPI 3.1 document, made from the table of routes.

import { type ErrorCode, errorTable } from '@parley/shared/errors';
import { z } from 'zod';
import { version } from '../../version.ts';
import { type AppRouter, describeProcedure } from '../router.ts';
import { operationOf, type Route } from './route.ts';
import { type Field, type JsonSchema, planInput, takesBody, toJsonSchema } from './schema.ts';
import { apiBase } from './versions.ts';

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string; license: object };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: Record<string, Record<string, object>>;
}

export interface OpenApiOperation {
  operationId: string;
  summary: string;
  tags: string[];
  security: object[];
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, object>;
}

const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
    retryAfter: z.int().optional(),
    current: z.unknown().optional(),
    requestId: z.string(),
  }),
});

const text = { schema: { type: 'string' } };
const errorHeaders: Partial<Record<ErrorCode, object>> = {
  unauthenticated: { 'WWW-Authenticate': text },
  limited: { 'Retry-After': { schema: { type: 'integer' } } },
};

export function buildDocument(router: AppRouter, routes: readonly Route[]): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {
    Error: toJsonSchema(errorBody, 'output', {}),
  };
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = buildOperation(router, route, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version,
      description:
        'Chat and blog. Unknown fields are refused, in bodies and in queries; answers may grow.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: apiBase }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      responses: buildErrors(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function tagOf({ path }: Route): string {
  return path.split('/')[1]!;
}

function buildOperation(
  router: AppRouter,
  route: Route,
  schemas: Record<string, JsonSchema>,
): OpenApiOperation {
  const { isAuthed } = describeProcedure(router, route.procedure);
  const plan = planInput(route);
  const inHeader = plan.body.filter(({ header }) => header);
  const parameters = [
    ...plan.path.map((field) => buildParameter(field, 'path')),
    ...plan.query.map((field) => buildParameter(field, 'query')),
    ...inHeader.map(({ header }) => buildHeader(header!)),
    ...(route.isMatched ? [buildHeader('if-match')] : []),
    ...(route.method === 'GET' ? [buildHeader('if-none-match')] : []),
  ];
  return {
    operationId: operationOf(route),
    summary: route.summary,
    tags: [tagOf(route)],
    security: isAuthed ? [{ bearer: [] }] : [{}, { bearer: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(takesBody(route) && plan.body.length > 0 && { requestBody: buildBody(plan.body) }),
    responses: {
      [route.status]: buildAnswer(route, schemas),
      ...(route.method === 'GET' && { 304: { description: 'As the ETag in If-None-Match says' } }),
      ...(route.canMove && { 301: { description: 'Moved', headers: { Location: text } } }),
      ...Object.fromEntries(
        listErrors(route, isAuthed).map((code) => [
          errorTable[code].status,
          { $ref: `#/components/responses/${code}` },
        ]),
      ),
    },
  };
}

function buildHeader(name: string): object {
  return { name, in: 'header', required: false, schema: { type: 'string' } };
}

function buildParameter(field: Field, place: 'path' | 'query'): object {
  const { description, ...schema } = field.schema;
  return {
    name: field.name,
    in: place,
    required: place === 'path' || field.isRequired,
    ...(description !== undefined && { description }),
    schema,
  };
}

function buildBody(fields: Field[]): object {
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
  return { required: required.length > 0, content: { 'application/json': { schema } } };
}

function buildAnswer(route: Route, schemas: Record<string, JsonSchema>): object {
  if (route.status === 204) return { description: 'Done' };
  const parts = {
    data: toJsonSchema(route.data, 'output', schemas),
    ...(route.meta && { meta: toJsonSchema(route.meta, 'output', schemas) }),
  };
  const schema = { type: 'object', properties: parts, required: Object.keys(parts) };
  const headers = {
    ...(route.method === 'GET' && { ETag: text }),
    ...(route.meta && { Link: text }),
    ...(route.status === 201 && { Location: text }),
  };
  return {
    description: route.summary,
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { 'application/json': { schema } },
  };
}

function listErrors(route: Route, isAuthed: boolean): ErrorCode[] {
  const hasInput = Object.keys(toJsonSchema(route.input, 'input', {}).properties ?? {}).length > 0;
  const isVersioned = Object.values(route.headers ?? {}).includes('if-match');
  return [
    'unauthenticated',
    ...(isAuthed ? (['forbidden'] as const) : []),
    ...(route.path.includes(':') ? (['not_found'] as const) : []),
    'not_acceptable',
    ...(isVersioned ? (['conflict'] as const) : []),
    ...(isVersioned || route.isMatched ? (['precondition_failed'] as const) : []),
    ...(hasInput || isVersioned ? (['invalid'] as const) : []),
    ...(takesBody(route) ? (['unreadable', 'too_large', 'unsupported_media'] as const) : []),
    'limited',
    'internal',
    'unavailable',
  ];
}

function buildErrors(): Record<string, object> {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(
    Object.entries(errorTable).map(([code, { message }]) => [
      code,
      {
        description: message,
        ...(errorHeaders[code as ErrorCode] && { headers: errorHeaders[code as ErrorCode] }),
        content,
      },
    ]),
  );
}
