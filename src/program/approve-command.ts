/** The command `approve`. */
import type { Command } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { ApproveFlags } from '../commands/approve.ts';
import type { Answer } from './answer.ts';
import { withStore } from './answer-options.ts';
import { surveyor } from './surveyor.ts';

export function addApproveCommand(program: Command, context: CliContext, answer: Answer): void {
  withStore(
    program
      .command('approve')
      .argument(
        '[snapshot]',
        'a record’s number, CHAIN/NUMBER, a snapshot’s path or a day; default: the newest',
      )
      .description(
        'say that somebody has looked at a snapshot and approves it: kept beside the evidence, bound to its digests',
      )
      .option('--by <name>', 'who approves it, as they say')
      .option('--comment <text>', 'what was looked at, and what a reader should know')
      .option('--page <file>', 'the page that was looked at: its digest is kept'),
  ).action(
    answer(async (globals, snapshot: string | undefined, flags: ApproveFlags) => {
      const { approveCommand } = await import('../commands/approve.ts');
      return approveCommand(snapshot, flags, surveyor(context, globals));
    }),
  );
}
