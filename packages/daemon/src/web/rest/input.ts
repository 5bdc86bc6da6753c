// A request as the input of its route: strictly, each field from its one place.

import { DomainError, type FieldErrors, invalidField, invalidFields } from '@parley/shared/errors';
import type { Route } from './route.ts';
import { type Field, type InputPlan, takesBody } from './schema.ts';

export interface RequestParts {
  params: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * @throws not_found when the path names what cannot be.
 * @throws invalid with the errors of each field.
 */
export function readInput(route: Route, plan: InputPlan, parts: RequestParts): unknown {
  const input = {
    ...(takesBody(route) ? readBody(plan.body, parts) : readQuery(plan.query, parts)),
    ...parts.params,
  };
  const result = route.input.safeParse(input);
  if (result.success) return result.data;
  const isLookedUp = (field: PropertyKey) =>
    field in parts.params && !route.told?.includes(String(field));
  if (result.error.issues.some(({ path: [field] }) => field !== undefined && isLookedUp(field))) {
    throw new DomainError('not_found');
  }
  throw result.error;
}

function readBody(fields: Field[], { body, query, headers }: RequestParts): object {
  requireKnown(query, []);
  if (body === undefined && fields.every(({ isRequired }) => !isRequired)) {
    return readHeaders(fields, headers, {});
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('', 'The body must be a JSON object.');
  }
  requireKnown(body, fields);
  return readHeaders(fields, headers, body as Record<string, unknown>);
}

/** A field that comes by header must not say something else in the body. */
function readHeaders(
  fields: Field[],
  headers: RequestParts['headers'],
  body: Readonly<Record<string, unknown>>,
): object {
  const input = { ...body };
  for (const { name, header } of fields) {
    if (!header || headers[header] === undefined) continue;
    const value =
      header === 'if-match' ? readIfMatch(headers[header]) : (headers[header] as unknown);
    if (input[name] !== undefined && input[name] !== value) {
      throw invalidField(name, `does not agree with the header ${header}`);
    }
    input[name] = value;
  }
  return input;
}

function readQuery(fields: Field[], { query, body }: RequestParts): object {
  requireKnown(query, fields);
  if (body !== undefined) throw invalidField('', 'This request takes no body.');
  return Object.fromEntries(
    fields
      .filter(({ name }) => query[name] !== undefined)
      .map(({ name, schema }) => [name, readText(query[name], schema.type)]),
  );
}

/** Text of a query as its type; what does not look like it stays text, for the schema to refuse. */
function readText(value: unknown, type: string | undefined): unknown {
  if (type === 'array') {
    return [value].flat().flatMap((text) => String(text).split(','));
  }
  if (typeof value !== 'string') return value;
  if (type === 'integer' && /^-?\d{1,16}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** How many unknown fields are named: a body of 100,000 is not to be echoed. */
const mostNamed = 20;

function requireKnown(given: object, fields: Field[]): void {
  const unknown = Object.keys(given).filter((key) => !fields.some(({ name }) => name === key));
  if (unknown.length === 0) return;
  const errors: FieldErrors = Object.create(null);
  for (const key of unknown.slice(0, mostNamed)) {
    errors[key.slice(0, 100)] = ['is not a known field'];
  }
  throw invalidFields(errors);
}

/**
 * The version in `If-Match`: `"3"`, or the whole ETag, which starts with it.
 * @throws precondition_failed on a tag that no post ever had.
 * @throws invalid on several and on `*`: who means no version must not seem to name one.
 */
export function readIfMatch(header: string | string[] | undefined): number | null {
  if (header === undefined) return null;
  const tag = /^(?:W\/)?"([^",]*)"$/.exec(String(header).trim())?.[1];
  if (tag === undefined) {
    throw invalidField('If-Match', 'must be one ETag that was answered, or a version in quotes');
  }
  const version = /^(\d{1,10})(?:-[\w-]*)?$/.exec(tag)?.[1];
  if (version === undefined) throw new DomainError('precondition_failed');
  return Number(version);
}
