// Node's WebSocket, made to give up: on a line that went dead, it alone would wait for ever.

const closeWaitMs = 500;
const openWaitMs = 10_000;

/**
 * After `close()` Node waits for the other side's farewell without end, so nobody learns that a
 * half-open connection is gone. This one says so itself after half a second; and what does not
 * open within ten is closed.
 */
export class ImpatientSocket extends WebSocket {
  constructor(url: string | URL) {
    super(url);
    const timer = setTimeout(() => this.close(), openWaitMs);
    const settle = () => clearTimeout(timer);
    this.addEventListener('open', settle, { once: true });
    this.addEventListener('close', settle, { once: true });
  }

  override close(code?: number, reason?: string): void {
    super.close(code, reason);
    if (this.readyState === WebSocket.CLOSED) return;
    const timer = setTimeout(() => {
      this.dispatchEvent(new CloseEvent('close', { code: 1006, reason: 'no answer' }));
    }, closeWaitMs);
    this.addEventListener('close', () => clearTimeout(timer), { once: true });
  }
}
