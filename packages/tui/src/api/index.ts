// The door of the api: how the client talks to a server.

export type { Connection, ConnectionListener } from './connection.ts';
export type { Api } from './domain-client.ts';
export { toDomainError } from './errors.ts';
export { type ApiOptions, createApi } from './http.ts';
export type { Fetch } from './http-fetch.ts';
export { createLiveApi, type LiveApi, type LiveTiming } from './live.ts';
export { readMembers } from './read-members.ts';
