// Node's WebSocket, made to give up: on a line that went dead, it alone would wait for ever.

const closeWaitMs = 500;
const openWaitMs = 10_000;

/**
 * A WebSocket class that notices. After `close()` Node waits for the other side's farewell without
 * end, so nobody learns that a half-open connection is gone; this one says so after half a second,
 * and closes what does not open within ten.
 *
 * Made on demand, because naming `WebSocket` loads all of undici.
 */
export function createSocketClass(): typeof WebSocket {
  return class ImpatientSocket extends WebSocket {
    constructor(...address: ConstructorParameters<typeof WebSocket>) {
      super(...address);
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
  };
}
