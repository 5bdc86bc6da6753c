// The configuration's door.

export { describeConfig, listSettings, type SettingDescription } from './describe.ts';
export {
  type Config,
  ConfigError,
  type LoadedConfig,
  type LoadOptions,
  loadConfig,
} from './load.ts';
