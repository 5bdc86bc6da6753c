// Tests run from the sources: in a fresh clone nothing is built yet.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cleanEnvironment } from '../../e2e/support/daemon.ts';
import { root } from '../freshness.ts';

const setup = `import { hello } from '@parley/shared/words';\n\nexport const setup = () => void hello;\n`;

/** What of this tree the clone has as well. */
const house = [
  'vitest.config.ts',
  'packages/shared/package.json',
  'packages/daemon/test/support/patient-waits.ts',
  'packages/daemon/test/support/shared-process.ts',
];

const clone: Record<string, string> = {
  'package.json': '{ "name": "house", "type": "module" }\n',
  'packages/shared/src/words.ts': `export const hello = 'hello from the source';\n`,
  'packages/daemon/test/support/global-setup.ts': setup,
  'packages/daemon/test/words.test.ts': `import { hello } from '@parley/shared/words';\nimport { expect, test } from 'vitest';\n\ntest('words', () => expect(hello).toContain('source'));\n`,
  'e2e/support/global-setup.ts': setup,
};

test('a clone in which nothing was built: the global setups and the tests find the workspace’s sources', () => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-sources-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(clone)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  for (const path of house) cpSync(join(root, path), join(directory, path));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  for (const folder of ['packages/daemon', 'e2e']) {
    mkdirSync(join(directory, folder, 'node_modules/@parley'), { recursive: true });
    symlinkSync(
      join(directory, 'packages/shared'),
      join(directory, folder, 'node_modules/@parley/shared'),
    );
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
    { cwd: directory, env: cleanEnvironment(), encoding: 'utf8' },
  );
  expect({ status, output: stdout + stderr }).toEqual({ status: 0, output: expect.any(String) });
});
