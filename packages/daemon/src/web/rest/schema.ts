// JSON Schema (draft 2020-12) of the routes, made from their zod schemas.

import * as accounts from '@parley/shared/accounts';
import * as blog from '@parley/shared/blog';
import * as chat from '@parley/shared/chat';
import { z } from 'zod';
import { postName } from './post-names.ts';
import { type FieldHeader, pathFields, type Route } from './route.ts';

export interface JsonSchema {
  [key: string]: unknown;
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  $defs?: Record<string, JsonSchema>;
}

/** Views that have a name in the document. */
const names = z.registry<{ id?: string; description?: string }>();
const named = {
  User: accounts.userView,
  Profile: accounts.profileView,
  Account: accounts.accountView,
  PostListItem: blog.postListItem,
  Post: blog.postView,
  FoundPost: blog.foundPost,
  RankedPost: blog.rankedPost,
  Revision: blog.revisionView,
  RevisionItem: blog.revisionItem,
  Tag: blog.tagView,
  Comment: blog.commentView,
  Room: chat.roomListItem,
  Member: chat.memberView,
  Message: chat.messageView,
};
for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
names.add(postName, { description: 'id or slug' });

/** Named parts become references into `components`, into which they are put. */
export function toJsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  components: Record<string, JsonSchema>,
): JsonSchema {
  const {
    $schema: _,
    $defs,
    ...made
  } = z.toJSONSchema(schema, {
    io,
    metadata: names,
    override({ zodSchema, jsonSchema }) {
      delete jsonSchema.id;
      if (io === 'input') Object.assign(jsonSchema, findBounds(zodSchema));
      // The pattern of a known format says nothing more, at length.
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // Answers may grow.
      if (io === 'output' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
    },
  }) as JsonSchema;
  for (const [id, part] of Object.entries($defs ?? {})) {
    delete part.$schema;
    components[id] = pointToComponents(part);
  }
  return pointToComponents(made);
}

/** Text that is trimmed first has its bounds behind the pipe, where JSON Schema does not look. */
function findBounds({ _zod: { def } }: z.core.$ZodTypes): object {
  if (def.type !== 'pipe') return {};
  const { minLength, maxLength } = z.toJSONSchema(def.out, { io: 'input', unrepresentable: 'any' });
  return { ...(minLength && { minLength }), ...(maxLength && { maxLength }) };
}

function pointToComponents(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === '$ref' && typeof value === 'string'
        ? value.replace(/^#\/\$defs\//, '#/components/schemas/')
        : value,
    ),
  );
}

export interface Field {
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
  header?: FieldHeader;
}

/** Where the fields of a route's input come from. */
export interface InputPlan {
  path: Field[];
  query: Field[];
  body: Field[];
}

const plans = new WeakMap<Route, InputPlan>();

export function planInput(route: Route): InputPlan {
  const plan = plans.get(route) ?? makePlan(route);
  plans.set(route, plan);
  return plan;
}

function makePlan(route: Route): InputPlan {
  const { properties = {}, required = [] } = toJsonSchema(route.input, 'input', {});
  const inPath = pathFields(route.path);
  const plan: InputPlan = { path: [], query: [], body: [] };
  for (const [name, schema] of Object.entries(properties)) {
    const header = route.headers?.[name];
    const isRequired = required.includes(name) && header === undefined;
    plan[inPath.includes(name) ? 'path' : takesBody(route) ? 'body' : 'query'].push({
      name,
      schema,
      isRequired,
      ...(header && { header }),
    });
  }
  return plan;
}

export function takesBody({ method }: Route): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}
