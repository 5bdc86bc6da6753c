// The table of commands, and all that is written from it.

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/commands/arguments.ts';
import { commonOptions } from '../../src/commands/command.ts';
import { renderCompletion } from '../../src/commands/completion.ts';
import { asTyped, renderCommand, renderOverview } from '../../src/commands/help.ts';
import { renderCommandReference } from '../../src/commands/index.ts';
import { commandTable } from '../../src/commands/table.ts';

const names = commandTable.map(({ name }) => name);
const parse = (line: string[]) => parseCommandLine(line, commandTable);

describe('every command', () => {
  test('has its own name, in at most two words, and no group is a command besides', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[a-z]+(?: [a-z]+)?$/);
      expect(names.filter((other) => other.startsWith(`${name} `))).toEqual([]);
    }
  });

  test.each(commandTable)('$name has options of its own only, once each', ({ options = [] }) => {
    const all = [...options, ...commonOptions];
    const written = all.flatMap(({ name, short }) => [name, ...(short ? [short] : [])]);
    expect(new Set(written).size).toBe(written.length);
  });

  test.each(commandTable)('$name shows examples that are right', ({ name, examples = [] }) => {
    for (const example of examples) {
      const [, line] = /tui (.*)$/.exec(asTyped(example))!;
      const [before] = line!.split(/ [<>|] /);
      const words = (before!.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) =>
        word.replace(/^(['"])(.*)\1$/, '$2'),
      );
      expect(parse(words).command?.name).toBe(name);
    }
  });

  test.each(commandTable)('$name has code that can be loaded', async ({ load }) => {
    expect(await load()).toBeTypeOf('function');
  });

  test.each(commandTable)('$name is in help, in the reference and in completions', (command) => {
    expect(renderOverview(commandTable)).toContain(`  ${command.name}`);
    expect(renderCommand(command)).toContain(`tui ${command.name}`);
    expect(renderCommandReference()).toContain(`## \`${command.name}\``);
    for (const { name } of command.options ?? []) {
      expect(renderCommand(command)).toContain(`--${name}`);
      expect(renderCommandReference()).toContain(`--${name}`);
    }
  });
});

describe('a command line', () => {
  test.each([
    [['posts', 'list'], 'posts list', null],
    [['posts'], 'posts list', 'posts'],
    [['posts', '--json'], 'posts list', 'posts'],
    [['--json', 'posts', 'show', 'x'], 'posts show', null],
    [['--server', 'posts', 'whoami'], 'whoami', null],
    [['--server=x', 'whoami'], 'whoami', null],
    [['help', 'posts', 'edit'], 'posts edit', null],
    [['send', 'lobby', '-'], 'send', null],
    [['send', 'lobby', '--', '--not-an-option'], 'send', null],
  ])('%j means %s', (argv, name, group) => {
    expect(parse(argv)).toMatchObject({ command: { name }, group });
  });

  test.each([[[]], [['--server', 'x']], [['--profile=work']]])(
    '%j means the interactive client',
    (argv) => {
      expect(parse(argv).command).toBeNull();
    },
  );

  test('options are read before and after words, words keep their order', () => {
    const { words, values, switches } = parse(['--json', 'send', '--server', 'x', 'lobby', 'hi']);
    expect(words).toEqual(['lobby', 'hi']);
    expect(values.get('server')).toBe('x');
    expect([...switches]).toEqual(['json']);
  });

  test.each([
    [['frobnicate'], 'There is no command "frobnicate"'],
    [['sned'], 'Did you mean: tui send'],
    [['posts', 'lst'], 'Did you mean: tui posts list'],
    [['posts', 'frobnicate'], 'There is no command "posts frobnicate"'],
    [['send'], 'ROOM is missing'],
    [['send', 'lobby', 'a', 'b'], '"b" is too much'],
    [['send', 'lobby', 'x', '--frob'], "Unknown option '--frob'"],
    [['send', 'lobby', '--server'], '--server'],
    [['whoami', '--json=yes'], '--json'],
    [['completion', 'tcsh'], 'must be one of bash, zsh, fish'],
    [['posts', 'list', '--sort', 'rank'], 'must be one of newest, published, views'],
    [['--frob'], "Unknown option '--frob'"],
    [['__proto__'], 'There is no command'],
    [['login', '--password', 'secret'], "Unknown option '--password'"],
  ])('%j is refused: %s', (argv, words) => {
    expect(() => parse(argv)).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining(words) }),
    );
  });
});

describe('completion', () => {
  const complete = (...line: string[]) => {
    const script = `${renderCompletion('bash', commandTable)}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tui; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync('bash', ['-c', script, 'bash', 'tui', ...line], {
      encoding: 'utf8',
    });
    return output.trim().split('\n');
  };

  test.each([
    [['po'], ['posts']],
    [['posts', 'un'], ['unpublish']],
    [['posts', 'list', '--so'], ['--sort']],
    [
      ['posts', 'list', '--sort', ''],
      ['newest', 'published', 'views'],
    ],
    [['--server', 'http://x', 'completion', 'z'], ['zsh']],
    [['tail', 'lobby', '--li'], ['--limit']],
    [['posts', 'edit', 'x', '--ti'], ['--title']],
  ])('of bash after %j offers %j', (line, candidates) => {
    expect(complete(...line)).toEqual(candidates);
  });

  test.each(['zsh', 'fish'] as const)('of %s names every command and option', (shell) => {
    const script = renderCompletion(shell, commandTable);
    for (const { name, options = [] } of commandTable) {
      expect(script).toContain(name);
      for (const option of options) expect(script).toContain(option.name);
    }
  });
});
