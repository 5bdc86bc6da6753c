// Ink's input as key presses and pastes.

import { useInput, usePaste } from 'ink';
import { useRef } from 'react';
import { type KeyPress, toPresses } from '../keymap/index.ts';
import type { KeyHandler } from '../stores/index.ts';

/**
 * Sends all input to one handler. What arrives in the same chunk right behind a paste was part of
 * the clipboard — one that held the end mark of a paste — and stays text; only a lone key does not.
 */
export function useKeys(keys: KeyHandler): void {
  const isAfterPaste = useRef(false);

  useInput((input, key) => {
    const presses = toPresses(input, key);
    if (isAfterPaste.current && presses.length > 1) return keys.paste(typedText(presses));
    keys.press(presses);
  });

  usePaste((text) => {
    isAfterPaste.current = true;
    setImmediate(() => {
      isAfterPaste.current = false;
    });
    keys.paste(text);
  });
}

function typedText(presses: readonly KeyPress[]): string {
  return presses.map(({ name, text }) => (name === 'enter' ? '\n' : text)).join('');
}
