// Builds the client's bundle once before the end-to-end tests run it.

import { bundleTui } from '../../scripts/bundle-tui.ts';

export async function setup(): Promise<void> {
  await bundleTui();
}
