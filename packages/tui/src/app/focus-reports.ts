// What the terminal tells of its window having the keyboard or not: heard beside Ink, which drops it.

const focusGained = '\u001b[I';
const focusLost = '\u001b[O';

/**
 * Looks through what is read of the input; nothing is taken out of it.
 * @returns a function that ends it.
 */
export function hearFocus(
  stdin: Pick<NodeJS.ReadStream, 'read'>,
  onFocus: (isFocused: boolean) => void,
): () => void {
  const read = stdin.read;
  stdin.read = (size?: number) => {
    const chunk: unknown = read.call(stdin, size);
    const text = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? String(chunk) : '';
    const [gained, lost] = [text.lastIndexOf(focusGained), text.lastIndexOf(focusLost)];
    if (gained !== lost) onFocus(gained > lost);
    return chunk;
  };
  return () => {
    stdin.read = read;
  };
}
