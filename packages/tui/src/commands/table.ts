// The one table of commands, in the order in which help shows them.

import type { Command } from './command.ts';
import { chatCommands } from './table-chat.ts';
import { commentCommands } from './table-comments.ts';
import { integrationCommands } from './table-integrations.ts';
import { postCommands } from './table-posts.ts';
import { roomCommands } from './table-rooms.ts';
import { sessionCommands } from './table-session.ts';
import { toolCommands } from './table-tools.ts';

export const commandTable: readonly Command[] = [
  ...sessionCommands,
  ...postCommands,
  ...commentCommands,
  ...roomCommands,
  ...chatCommands,
  ...integrationCommands,
  ...toolCommands,
];
