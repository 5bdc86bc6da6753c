// Holds the tree to `floors.ts`: imports, doors, circles, purity of `shared`, reading of the environment.

import { existsSync, globSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findCircles } from './circles.ts';
import {
  type Floor,
  foreignKeyFile,
  house,
  moreDoors,
  type Package,
  packages,
  type Room,
} from './floors.ts';
import { type Import, readSource } from './source-file.ts';

export interface FloorReport {
  /** One sentence each, with file and line. */
  problems: string[];
  files: number;
  imports: number;
}

/** A source file's place in the house: `blog/post.ts` of the daemon lies in the room `blog`. */
interface Place {
  package: Package;
  /** From the package's `src`, with slashes. */
  path: string;
  room: string;
}

/** Checks `packages/{shared,daemon,tui}/src` under the root. */
export function checkFloors(root: string): FloorReport {
  const report: FloorReport = { problems: [], files: 0, imports: 0 };
  for (const name of packages) checkPackage(root, name, report);
  return report;
}

function checkPackage(root: string, name: Package, report: FloorReport): void {
  const source = join(root, 'packages', name, 'src');
  const edges = new Map<string, string[]>();
  let imports = 0;
  for (const path of globSync('**/*.{ts,tsx}', { cwd: source }).sort()) {
    const place = placeOf(name, path);
    const file = readSource(join(source, path));
    const say = (line: number, words: string) =>
      report.problems.push(`packages/${name}/src/${place.path}:${line} ${words}`);
    const next: string[] = [];
    for (const one of file.imports) {
      const target = checkImport(source, place, one, (words) => say(one.line, words));
      // A circle of types alone is harmless when it runs, but `shared` is to be read from the ground up.
      if (target !== undefined && (!one.isType || name === 'shared')) next.push(target);
    }
    for (const { kind, what, line } of file.uses) {
      const isPure = name === 'shared';
      if (isPure) say(line, `uses ${what}: shared knows neither clock nor machine`);
      else if (kind === 'env' && !findRoom(place)?.readsEnvironment) {
        say(line, `reads ${what}: only config and main know the environment`);
      }
    }
    edges.set(place.path, next);
    imports += file.imports.length;
    report.files += 1;
  }
  for (const circle of findCircles(edges)) {
    report.problems.push(`packages/${name}/src: a circle, ${circle.join(' → ')}`);
  }
  // A fence that sees nothing would never bark.
  if (imports === 0) report.problems.push(`packages/${name}/src: no imports were read`);
  report.imports += imports;
}

/** Says what is wrong with an import. @returns the imported file when it lies in the same package. */
function checkImport(
  source: string,
  from: Place,
  { specifier, isType }: Import,
  say: (words: string) => void,
): string | undefined {
  const room = findRoom(from);
  if (from.package !== 'shared' && room === undefined) {
    say(`stands on no floor: add ${from.room} to scripts/floors.ts`);
    return undefined;
  }
  if (specifier === undefined) {
    say('imports what is only known when it runs');
  } else if (specifier.startsWith('.')) {
    const path = relative(source, resolve(source, dirname(from.path), specifier));
    if (path.startsWith('..')) say(`imports ${specifier}, which is outside of its package's src`);
    else if (!existsSync(join(source, path))) say(`imports ${specifier}, which is not there`);
    else {
      const to = placeOf(from.package, path);
      if (from.package !== 'shared') checkRooms(from, to, say);
      return to.path;
    }
  } else {
    checkOutside(from, room ?? {}, { specifier, isType }, say);
  }
  return undefined;
}

function checkRooms(from: Place, to: Place, say: (words: string) => void): void {
  if (from.room === to.room) {
    const isNeighbour = unitOf(from) !== unitOf(to) && unitOf(from) !== 'index';
    if (findRoom(from)?.isApart && isNeighbour) say(`${from.room} may not import one another`);
    return;
  }
  if (basename(from.path) === foreignKeyFile && basename(to.path) === foreignKeyFile) return;
  if (!canImport(from, to)) {
    say(`${from.room} may not import ${to.room}`);
  } else if (!isDoor(to)) {
    say(`imports ${to.path}, which is not the door of ${to.room}`);
  }
}

function canImport(from: Place, to: Place): boolean {
  const { beside = [], only, not = [] } = findRoom(from) ?? {};
  if (beside.includes(to.room)) return true;
  const isBelow = floorOf(to) >= 0 && floorOf(to) < floorOf(from);
  return isBelow && !not.includes(to.room) && (only?.includes(to.room) ?? true);
}

function checkOutside(
  from: Place,
  { never = [], types = [] }: Room,
  { specifier, isType }: { specifier: string; isType: boolean },
  say: (words: string) => void,
): void {
  const isOf = (name: string) => specifier === name || specifier.startsWith(`${name}/`);
  if (from.package === 'shared' && isBuiltin(specifier)) {
    say(`imports ${specifier}: shared knows neither clock nor machine`);
  } else if (never.some(isOf)) {
    say(`${from.room} may not import ${specifier}`);
  } else if (isOf('@parley/shared')) {
    if (from.package === 'shared') say(`imports ${specifier}: write a relative path`);
  } else if (specifier.startsWith('@parley/') && !(isType && types.some(isOf))) {
    say(`${from.room} may not import ${specifier}${types.some(isOf) ? ' but its types' : ''}`);
  }
}

function placeOf(name: Package, path: string): Place {
  const slashed = path.split(sep).join('/');
  return { package: name, path: slashed, room: slashed.split('/')[0]!.replace(/\.tsx?$/, '') };
}

/** `screens/room.tsx` and all of `screens/room/` are one. */
function unitOf(place: Place): string {
  return place.path.split('/')[1]?.replace(/\.tsx?$/, '') ?? '';
}

function floorsOf(place: Place): readonly Floor[] {
  return house[place.package];
}

/** -1: on none. */
function floorOf(place: Place): number {
  return floorsOf(place).findIndex((floor) => Object.hasOwn(floor, place.room));
}

function findRoom(place: Place): Room | undefined {
  return floorsOf(place)[floorOf(place)]?.[place.room];
}

function isDoor(place: Place): boolean {
  const isLoneFile = !place.path.includes('/');
  return (
    isLoneFile ||
    findRoom(place)?.isOpen === true ||
    /^[^/]+\/index\.tsx?$/.test(place.path) ||
    moreDoors.includes(`${place.package}/${place.path}`)
  );
}

if (import.meta.main) {
  const { problems, files, imports } = checkFloors(process.cwd());
  for (const problem of problems) console.error(problem);
  console.log(`${files} files, ${imports} imports, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
