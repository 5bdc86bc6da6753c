// The door of the configuration.

export { type ClientConfig, loadClientConfig, type ServerFlags } from './client-config.ts';
export { type Environment, readEnvironment } from './environment.ts';
export type { Places } from './places.ts';
export { makePrivateDirectory, writePrivateFile } from './private-file.ts';
export { normalizeServer } from './server-url.ts';
export { type Profile, type Settings, saveProfile } from './settings.ts';
export {
  createFileTokenStore,
  createMemoryTokenStore,
  type StoredSession,
  type TokenStore,
} from './token-store.ts';
