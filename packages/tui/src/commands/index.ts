// The door of the commands: running a command line, and the reference made from its table.

export { renderCommandReference } from './reference.ts';
export { runCommandLine, type World } from './run.ts';
export { flush, type Streams } from './streams.ts';
