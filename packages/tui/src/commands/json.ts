// JSON for scripts that is also harmless where somebody just looks at it.

// What JSON leaves as it is, though terminals obey it: DEL, C1, line separators, text directions.
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One line of JSON in which every control and direction character is escaped. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
