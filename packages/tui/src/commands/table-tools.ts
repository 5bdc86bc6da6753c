// Commands for scripts, shells and when something is wrong.

import type { Command } from './command.ts';

export const toolCommands: readonly Command[] = [
  {
    name: 'call',
    summary: 'call any procedure of the server',
    words: [{ name: 'PROCEDURE' }, { name: 'JSON|-', isOptional: true }],
    examples: ['call system.info', `call chat.listMessages '{"room":"lobby","limit":10}'`],
    notes:
      'Prints what it answers as JSON; a subscription prints one line per event. The procedures are listed by `tui call system.procedures`.',
    load: async () => (await import('./call.ts')).call,
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    words: [{ name: 'SHELL', choices: ['bash', 'zsh', 'fish'] }],
    examples: ['completion bash > ~/.local/share/bash-completion/completions/tui'],
    load: async () => (await import('./completion.ts')).printCompletion,
  },
  {
    name: 'doctor',
    summary: 'look at files, server and terminal, and tell what is wrong',
    load: async () => (await import('./doctor.ts')).examine,
  },
];
