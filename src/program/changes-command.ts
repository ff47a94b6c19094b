/** The command `changes`. */
import type { Command } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { ChangesFlags } from '../commands/changes.ts';
import type { Answer } from './answer.ts';
import { withPlace } from './answer-options.ts';
import { surveyor } from './surveyor.ts';

export function addChangesCommand(program: Command, context: CliContext, answer: Answer): void {
  withPlace(
    program
      .command('changes')
      .argument(
        '[earlier]',
        'a record’s number, CHAIN/NUMBER, a snapshot’s path or a day; default: the last but one',
      )
      .argument('[later]', 'the same; default: the last')
      .description('list what changed between two runs or in a period, and who changed it')
      .option('--from <instant>', 'start of a period: a day in UTC or an instant')
      .option('--to <instant>', 'end of a period: a day in UTC or an instant')
      .option('--collector', 'say instead what the audit trail tells of the collector: whether it only read'),
    context,
  ).action(
    answer(async (globals, earlier: string | undefined, later: string | undefined, flags: ChangesFlags) => {
      const { changesCommand } = await import('../commands/changes.ts');
      return changesCommand([earlier, later], flags, surveyor(context, globals));
    }),
  );
}
