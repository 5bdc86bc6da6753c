// Markup that escapes by construction: what is put into a template is text, unless it is markup itself.

/** Finished markup. Made by `markup` and `trustMarkup` alone. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

const unsafe = /[&<>"']/g;
// What neither XML 1.0 nor a reader has a use for. Lone surrogates are mended by toWellFormed. Marks that
// turn letters around go too: pages set directions by themselves, and `exe.jpg` must not read as its mirror.
const controls =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML and XML alike: `markup\`<b>${name}</b>\``. Lists are joined, null and false are nothing. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let text = strings[0]!;
  for (const [index, part] of parts.entries()) text += render(part) + strings[index + 1]!;
  return new Markup(text);
}

/** For markup that another renderer made safe. Each use is a place to look at in a review. */
export function trustMarkup(text: string): Markup {
  return new Markup(text);
}

export function escapeText(text: string): string {
  return stripControls(text).replace(unsafe, (character) => entities[character]!);
}

/** Text as XML may hold it, and as no reader can be surprised by it. */
export function stripControls(text: string): string {
  return text.toWellFormed().replace(controls, '');
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'object') return part.map(render).join('');
  return escapeText(String(part));
}
