// What never leaves in a log: secrets by their name, secrets by their look, and control characters.
//
// It works on the finished JSON line, so it holds at every depth, in child bindings, in messages
// and in stack traces alike, and nothing that is added to a log call later can slip past it.

const secretName =
  '[\\w-]*(?:password(?!_?policy)\\w*|passphrase|secret|token)|otp|(?:proxy-)?authorization|(?:set-)?cookie|connectionParams';
const text = '"(?:[^"\\\\]|\\\\.)*"';

/** `"password":"…"` as JSON, with a string, a number or a list of strings. */
const namedSecret = new RegExp(
  `"(${secretName})":(?:${text}|-?\\d[\\d.eE+-]*|\\[(?:${text}|,)*\\])`,
  'gi',
);
/** The same inside a string: JSON that was put into a message. */
const quotedSecret = new RegExp(
  `(\\\\+)"(${secretName})\\1"\\s*:\\s*\\1"(?:[^"\\\\]|\\\\(?!"))*\\1"`,
  'gi',
);
/** Drizzle ends the message of a failed query, and so the head of its stack, with the values. */
const queryParameters = /\\nparams: (?:[^"\\]|\\(?!n {4}at ).)*/g;
const urlPassword = /(:\/\/[^:/?#@\s"\\]*:)[^@/\s"\\]+@/g;
const urlParameter = /([?&#](?:[\w-]*token|password|secret|code|otp)=)[^&#\s"\\]+/gi;
const bearer = /\b(Bearer|Basic)(\s+)[\w.~+/=-]+/gi;
/** Session and personal tokens, JSON web tokens, and anything else that looks like 256 random bits. */
const looksSecret =
  /\b(?:ses|pat)_[\w-]{20,}|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w-])/g;

/** Text with passwords of URLs, query parameters, bearer headers and tokens blotted out. */
export function redactText(line: string): string {
  return line
    .replace(urlPassword, '$1***@')
    .replace(urlParameter, '$1***')
    .replace(bearer, '$1$2***')
    .replace(looksSecret, '***');
}

/** A URL or path that is fit for a log: `/feed?token=abc` becomes `/feed?token=***`. */
export function redactUrl(url: string): string {
  return redactText(url);
}

/** Controls and direction marks that JSON leaves as they are. */
const unescaped = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * One line of JSON without secrets and without a character that a terminal would obey;
 * it stays valid JSON, equal in all else.
 */
export function redactLine(line: string): string {
  const named = line
    .replace(namedSecret, '"$1":"***"')
    .replace(quotedSecret, '$1"$2$1":$1"***$1"')
    .replace(queryParameters, '');
  return redactText(named).replace(unescaped, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** For the pretty form, which decodes JSON once: escapes but line feed and tab stay escapes. */
export function keepEscapes(line: string): string {
  return line.replace(/\\(?:u[0-9a-f]{4}|.)/gi, (sequence) =>
    /^\\[bfru]/.test(sequence) ? `\\${sequence}` : sequence,
  );
}
