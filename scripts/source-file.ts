// Reads one TypeScript file for the floors: what it imports, and what it asks of the machine.

import { readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';

export interface Import {
  /** Undefined when it is worked out at run time, which nobody can check. */
  specifier: string | undefined;
  line: number;
  /** Erased before it runs. */
  isType: boolean;
}

/** `env`: reads the environment; `impure`: asks for the time, chance, the network or the process. */
export interface Use {
  kind: 'env' | 'impure';
  what: string;
  line: number;
}

export interface SourceFile {
  path: string;
  imports: Import[];
  uses: Use[];
}

const machine = ['process', 'performance', 'crypto', 'console', 'globalThis'];
const effects = ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'Date'];

/** Throws when the file is not TypeScript that can be parsed. */
export function readSource(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const imports: Import[] = [];
  const uses: Use[] = [];
  const add = (specifier: string | undefined, offset: number, isType: boolean) =>
    imports.push({ specifier, line: lineOf(offset), isType });
  const use = (kind: Use['kind'], what: string, offset: number) =>
    uses.push({ kind, what, line: lineOf(offset) });

  for (const { moduleRequest, entries, start } of module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType);
    add(moduleRequest.value, start, isType);
    const isOfProcess = /^(?:node:)?process$/.test(moduleRequest.value);
    if (isOfProcess && !isType) use('env', moduleRequest.value, start);
  }
  for (const { entries, start } of module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest)?.moduleRequest?.value;
    const isType = entries.every((entry) => entry.isType);
    if (from !== undefined) add(from, start, isType);
  }
  new Visitor({
    ImportExpression({ source, start }) {
      const isPlain = source.type === 'Literal' && typeof source.value === 'string';
      add(isPlain ? String(source.value) : undefined, start, false);
    },
    TSImportType({ source, start }) {
      add(String(source.value), start, true);
    },
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      const what = `${object.name}.${property.name}`;
      if (what === 'process.env') use('env', what, start);
      if (machine.includes(object.name) || /^(?:Date\.now|Math\.random)$/.test(what)) {
        use('impure', what, start);
      }
    },
    VariableDeclarator({ id, init, start }) {
      if (init?.type !== 'Identifier' || init.name !== 'process' || id.type !== 'ObjectPattern')
        return;
      const names = id.properties.map((item) =>
        item.type === 'Property' ? item.key : item.argument,
      );
      const isTaken = names.some((name) => name.type === 'Identifier' && name.name === 'env');
      if (isTaken) use('env', '{ env } = process', start);
    },
    CallExpression({ callee, start }) {
      if (callee.type !== 'Identifier' || !effects.includes(callee.name)) return;
      use('impure', `${callee.name}()`, start);
    },
    NewExpression({ callee, arguments: given, start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'Date' || given.length > 0) return;
      use('impure', 'new Date()', start);
    },
  }).visit(program);
  return { path, imports, uses };
}
