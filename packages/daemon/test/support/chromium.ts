// The Chromium of this machine, for tests of pages: found, never fetched.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Null on a machine without one, where such tests are left out; in CI they fail instead. */
export function findChromium(): string | null {
  const found = places.find((place) => existsSync(place)) ?? null;
  const isRequired = process.env.CI === 'true' || process.env.PARLEY_REQUIRE_CHROMIUM === '1';
  if (found === null && isRequired) throw new Error(`no Chromium at ${places.join(', ')}`);
  return found;
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      // As root, and in containers, its own sandbox cannot be set up.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
