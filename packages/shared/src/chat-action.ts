// What somebody does rather than says: a message `/me waves`, kept as it is written, shown as `* ada waves`.

const action = /^\/me[ \t]+(?=\S)/;

/** What is done, for a message that begins with `/me` and a space; else null. */
export function readAction(body: string): string | null {
  const mark = action.exec(body)?.[0];
  return mark === undefined ? null : body.slice(mark.length);
}

/** The message as people read it. It still stands behind its author's name: anybody can write a star. */
export function sayBody(body: string, username: string): string {
  const done = readAction(body);
  return done === null ? body : `* ${username} ${done}`;
}
