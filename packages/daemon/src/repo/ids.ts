// Telling ids from names in references that may be either.

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for the text of a UUID, as every id of ours is. */
export function isId(value: string): boolean {
  return uuid.test(value);
}
