import { defineConfig } from 'vitest/config';

// Tests run workspace sources directly: no build stands between an edit and its test.
// Without `import`: vitest hands these to Node, where that one would break every `require` of pg.
const conditions = ['parley-source', 'node', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // The global setups run in an environment of their own: without this they would need what `check` builds.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    include: ['packages/*/test/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['packages/daemon/test/support/global-setup.ts', 'e2e/support/global-setup.ts'],
    setupFiles: [
      'packages/daemon/test/support/patient-waits.ts',
      'packages/daemon/test/support/shared-process.ts',
    ],
    pool: 'forks',
    // Files share a process and import everything once: that is half of the time of most of them.
    isolate: false,
    maxWorkers: 2,
    // Against tests that hang, not against slow machines.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
