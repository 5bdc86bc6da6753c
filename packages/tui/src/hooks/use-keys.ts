// Ink's input as key presses and pastes.

import type { EventEmitter } from 'node:events';
import { useInput, usePaste, useStdin } from 'ink';
import { useEffect, useRef } from 'react';
import { type KeyPress, toPresses } from '../keymap/index.ts';
import type { KeyHandler } from '../stores/index.ts';

/** What a terminal sends when its window gets and loses the keyboard. */
const focusReports = new Map([
  ['\u001b[I', true],
  ['\u001b[O', false],
]);

/**
 * Sends all input to one handler. What arrives in the same chunk right behind a paste was part of
 * the clipboard — one that held the end mark of a paste — and stays text; only a lone key does not.
 */
export function useKeys(keys: KeyHandler): void {
  const isAfterPaste = useRef(false);

  // To `useInput` a report is the same as the letters of it, typed quickly.
  const isReport = useRef(false);
  const { internal_eventEmitter: raw } = useStdin() as ReturnType<typeof useStdin> & {
    readonly internal_eventEmitter: EventEmitter;
  };
  useEffect(() => {
    const hear = (data: string) => {
      const isFocused = focusReports.get(data);
      isReport.current = isFocused !== undefined;
      if (isFocused !== undefined) keys.focus(isFocused);
    };
    raw.prependListener('input', hear);
    return () => void raw.off('input', hear);
  }, [raw, keys]);

  useInput((input, key) => {
    if (isReport.current) return;
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
