// The window of messages that wait to be sent: taking one back, copying it, cancelling it.

import { sanitizeText } from '@parley/shared/text';
import type { Effects } from '../effects/index.ts';

export function createScheduledActions({ client, scheduled }: Effects) {
  const close = () => client.dispatch({ type: 'overlay', input: { type: 'closed' } });

  const withSelected = () => {
    const { overlay } = client.state();
    return overlay?.kind === 'scheduled' ? overlay.items?.[overlay.selected] : undefined;
  };

  const select = (step: 1 | -1) => {
    const { overlay } = client.state();
    if (overlay?.kind !== 'scheduled') return;
    const length = overlay.items?.length ?? 0;
    const index = length === 0 ? 0 : (overlay.selected + step + length) % length;
    client.dispatch({ type: 'overlay', input: { type: 'selected', index } });
  };

  return {
    'scheduled.recall': () => {
      const message = withSelected();
      if (message === undefined) return;
      close();
      scheduled.recall(message);
    },
    'scheduled.cancel': () => {
      const message = withSelected();
      if (message === undefined) return;
      const overlay = {
        kind: 'confirm',
        question: 'Cancel this message?',
        detail: sanitizeText(message.body.slice(0, 200), { multiline: false }),
        intent: { type: 'cancelScheduled', id: message.id },
      } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
    },
    'scheduled.copy': () => {
      const message = withSelected();
      if (message === undefined) return;
      client.ports.copyText(sanitizeText(message.body).trimEnd());
      client.dispatch({
        type: 'noticed',
        notice: { text: "Sent to the terminal's clipboard.", tone: 'info' },
      });
    },
    'scheduled.down': () => select(1),
    'scheduled.up': () => select(-1),
    'scheduled.close': close,
  };
}
