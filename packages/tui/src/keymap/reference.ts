// Help from the key table: sections for the help screen, and Markdown for the reference page.

import { createKeymap, type Keymap } from './keymap.ts';
import { formatKeyName } from './press.ts';
import { type Binding, contextTitles, type KeyContext, keyContexts } from './table.ts';

export interface HelpSection {
  readonly title: string;
  readonly rows: readonly {
    readonly keys: string;
    readonly title: string;
    readonly action: string;
  }[];
}

/** The bindings under headings; a binding of several contexts stands under the first of them. */
export function helpSections(keymap: Keymap): HelpSection[] {
  return keyContexts.flatMap((context) => {
    const rows = keymap.bindings
      .filter((binding) => belongsTo(binding, context))
      .map(({ keys, title, action }) => ({
        keys: keys.map(formatKeyName).join('  '),
        title,
        action,
      }));
    return rows.length === 0 ? [] : [{ title: contextTitles[context], rows }];
  });
}

function belongsTo({ contexts, keys }: Binding, context: KeyContext): boolean {
  return keys.length > 0 && contexts[0] === context;
}

/** The keys as a Markdown page, for the generated reference. */
export function renderKeyReference(): string {
  const sections = helpSections(createKeymap()).map(({ title, rows }) => {
    const lines = rows.map(({ keys, title: does, action }) => {
      const shown = keys.split('  ').map((key) => `\`${key.replaceAll('|', '\\|')}\``);
      return `| ${shown.join(' ')} | ${does} | \`${action}\` |`;
    });
    return [`## ${title}`, '', '| key | does | action |', '|---|---|---|', ...lines].join('\n');
  });
  const intro =
    "Every key can be rebound in the client's configuration file: `keys: {action: key}`, " +
    'such as `rooms.next: ctrl+n` or a list of keys. An empty list unbinds.';
  return `# Keys\n\n${intro}\n\n${sections.join('\n\n')}\n`;
}
