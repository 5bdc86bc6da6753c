// The one table of keys: what each does, where, and under which heading help shows it.

import type { BindingOf } from './binding.ts';
import { chatBindings } from './bindings-chat.ts';
import { globalBindings } from './bindings-global.ts';
import { overlayBindings } from './bindings-overlays.ts';
import { postBindings } from './bindings-posts.ts';
import { textBindings } from './bindings-text.ts';

export { contextTitles, type KeyContext, keyContexts } from './binding.ts';

export const bindingTable = [
  ...chatBindings,
  ...postBindings,
  ...overlayBindings,
  ...textBindings,
  ...globalBindings,
];

/** What a key can do. Configuration rebinds by these names. */
export type Action = (typeof bindingTable)[number]['action'];
export type Binding = BindingOf<Action>;
