// A route of REST as a row of a table: the server, the OpenAPI document and the reference are made from it.

import { z } from 'zod';
import type { Accounts, Scope, Sessions } from '../../accounts/index.ts';
import type { Blog } from '../../blog/index.ts';
import type { Chat } from '../../chat/index.ts';
import type { Ids } from '../../telemetry/index.ts';

/** What handlers call: the same doors as the procedures. */
export interface RestContexts {
  accounts: Accounts;
  sessions: Sessions;
  blog: Blog;
  chat: Chat;
  ids: Ids;
}

export interface RestCall<Input> extends RestContexts {
  scope: Scope;
  input: Input;
  /** The version that `If-Match` names. */
  ifMatch: number | null;
}

/** Of a list: which query parameters its first, next, … page has; `null` leaves one out. */
export type Links = Partial<
  Record<'first' | 'prev' | 'next' | 'last', Record<string, string | number | null>>
>;

export type Reply<Data, Meta = unknown> = (undefined extends Data
  ? { data?: Data }
  : { data: Data }) & {
  meta?: Meta;
  links?: Links;
  /** The path, below the API's version, of what was made. */
  location?: string;
  /** The path, below the API's version, of where this is for good. */
  movedTo?: string;
  /** Of a thing that is changed by version: part of its ETag. */
  version?: number;
};

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Headers that may bring a field of the input instead of the body. */
export type FieldHeader = 'if-match' | 'idempotency-key';

interface RouteFacts {
  /** Whose limits, token scope and need of a login it shares. */
  procedure: string;
  /** Its name in the OpenAPI document, where that is not the procedure's. */
  operation?: string;
  method: Method;
  /** Below the API's version; `:name` takes a field of the input. */
  path: `/${string}`;
  summary: string;
  status: 200 | 201 | 204;
  headers?: Readonly<Record<string, FieldHeader>>;
  /** The answer holds a token and is not to be kept anywhere. */
  isSecret?: boolean;
  /** It compares `If-Match`, though no field of its input is a version. */
  isMatched?: boolean;
  /** Fields of its path that name nothing that is looked up: a wrong one is told, and no 404. */
  told?: readonly string[];
  /** It may answer 301. */
  canMove?: boolean;
}

interface RouteOf<Input extends z.ZodType, Data extends z.ZodType, Meta extends z.ZodType>
  extends RouteFacts {
  /** All fields: those of the path are taken from it, others from query (GET, DELETE) or body. */
  input: Input;
  data: Data;
  meta?: Meta;
  handle(call: RestCall<z.output<Input>>): Promise<Reply<z.input<Data>, z.input<Meta>>>;
}

export interface Route extends RouteFacts {
  input: z.ZodType;
  data: z.ZodType;
  meta?: z.ZodType;
  handle(call: RestCall<unknown>): Promise<Reply<unknown>>;
}

/** Checks a row against its own schemas, and forgets them as types. */
export function defineRoute<
  Input extends z.ZodType,
  Data extends z.ZodType,
  Meta extends z.ZodType = z.ZodUndefined,
>(route: RouteOf<Input, Data, Meta>): Route {
  return route as unknown as Route;
}

export const nothing = z.undefined();
export const noFields = z.strictObject({});
export const listMeta = z.object({ nextCursor: z.string().nullable() });
export const wholeList = { nextCursor: null };

/** A row that answers nothing: 204. */
export function defineDeed<Input extends z.ZodType>({
  run,
  ...facts
}: Omit<RouteFacts, 'status'> & {
  input: Input;
  run(call: RestCall<z.output<Input>>): Promise<unknown>;
}): Route {
  return defineRoute({
    ...facts,
    status: 204,
    data: nothing,
    async handle(call) {
      await run(call);
      return {};
    },
  });
}

/** A row that answers a list which is never long, so it has no pages. Reads it, unless a method is given. */
export function defineList<Input extends z.ZodType, Item extends z.ZodType>({
  item,
  list,
  method = 'GET',
  ...facts
}: Omit<RouteFacts, 'status' | 'method'> & {
  method?: Method;
  input: Input;
  item: Item;
  list(call: RestCall<z.output<Input>>): Promise<z.input<Item>[]>;
}): Route {
  return defineRoute({
    ...facts,
    method,
    status: 200,
    data: z.array(item),
    meta: listMeta,
    handle: async (call) => ({ data: await list(call), meta: wholeList }),
  });
}

/** Names of the fields in a path. */
export function pathFields(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
}

export function operationOf({ operation, procedure }: Route): string {
  return operation ?? procedure;
}
