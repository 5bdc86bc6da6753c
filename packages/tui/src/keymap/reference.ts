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
    const held = keymap.bindings.filter((binding) => belongsTo(binding, context));
    const rows = foldNumbers(
      held.map(({ keys, title, action }) => ({
        keys: keys.map(formatKeyName).join('  '),
        title,
        action: action as string,
      })),
    );
    return rows.length === 0 ? [] : [{ title: contextTitles[context], rows }];
  });
}

// Room 1 to room 9 are nine actions, but one thing to know.
function foldNumbers(rows: HelpSection['rows']): HelpSection['rows'] {
  const numbered = rows.filter(({ action }) => /^rooms\.go\d$/u.test(action));
  const [first, last] = [numbered[0], numbered.at(-1)];
  if (first === undefined || last === undefined || first === last) return rows;
  const folded = {
    keys: `${first.keys} … ${last.keys}`,
    title: `${first.title} … ${last.title.replace('Room ', '')}`,
    action: `${first.action} … ${last.action}`,
  };
  return rows.flatMap((row) => (row === first ? [folded] : numbered.includes(row) ? [] : [row]));
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
    "Every key can be rebound under `keys` in the client's configuration file `tui.json`, by its " +
    'action: `{"keys": {"rooms.next": "ctrl+n", "help.open": ["?", "alt+h"]}}`. An empty list unbinds.';
  return `# Keys\n\n${intro}\n\n${sections.join('\n\n')}\n`;
}
