/** How a command's result reaches the command line. */
import type { Globals } from '../command-context.ts';
import type { CommandOutput } from '../commands/command.ts';

/** Turns what a command does into what commander calls. */
export type Answer = <A extends unknown[]>(
  act: (globals: Globals, ...args: A) => Promise<CommandOutput>,
) => (...args: unknown[]) => Promise<void>;
