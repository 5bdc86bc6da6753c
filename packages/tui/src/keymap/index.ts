// The door of the keymap: key names, the table, the keymap in force, and help made from it.

export {
  type Command,
  type CommandArgument,
  type CommandName,
  commandNames,
  commandTable,
  findCommand,
} from './command-table.ts';
export { createKeymap, type Keymap, type KeyOverrides } from './keymap.ts';
export { formatKeyName, type InkKey, type KeyPress, normalizeKeyName, toPresses } from './press.ts';
export { type HelpSection, helpSections, renderKeyReference } from './reference.ts';
export { type Action, type Binding, bindingTable, type KeyContext, keyContexts } from './table.ts';
