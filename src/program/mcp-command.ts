/** The command that agents talk to. */
import type { Command } from 'commander';
import type { CliContext, Globals } from '../command-context.ts';
import type { McpFlags } from '../commands/mcp.ts';
import { createLogger } from '../log.ts';
import type { Answer } from './answer.ts';
import { surveyor } from './surveyor.ts';

export function addMcpCommand(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('mcp')
    .description('answer agents from sealed evidence, by the Model Context Protocol on stdin and stdout')
    .option('--connection <names...>', 'which connections; default: all of them')
    .option('--store <location>', 'folder or s3:// address, in place of a configuration')
    .option('--key <files...>', 'public keys to trust, in PEM, as FILE or NAME=FILE')
    .action(
      answer(async (globals: Globals, flags: McpFlags) => {
        const { streams, surroundings } = context;
        // With a library of its own, which no other command should have to run.
        const { mcpCommand } = await import('../commands/mcp.ts');
        const { stdin, stdout, stderr } = streams;
        const { now } = surroundings;
        const level = globals.quiet === true ? 'error' : (globals.logLevel ?? 'info');
        // No secret is known here that a line could hold.
        const secrets = () => [];
        const log = createLogger({ level, stream: stderr, isTerminal: stderr.isTTY === true, secrets, now });
        return mcpCommand(flags, surveyor(context, globals), {
          stdin,
          stdout,
          now,
          log,
          isJson: globals.json === true,
        });
      }),
    );
}
