// What all tests share: that they wait as long as a busy machine needs.

import { expect, test, vi } from 'vitest';

test('a condition that comes true after more than a second is waited for', async () => {
  const begin = performance.now();
  await vi.waitFor(() => expect(performance.now() - begin).toBeGreaterThan(1_200));
});
