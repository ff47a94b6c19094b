/** The command `check`. */
import { type Command, Option } from 'commander';
import { severities } from '../../schemas/condition.ts';
import type { CliContext } from '../command-context.ts';
import type { CheckFlags } from '../commands/check.ts';
import type { Answer } from './answer.ts';
import { withPlace } from './answer-options.ts';
import { frameworkOption } from './framework-option.ts';
import { surveyor } from './surveyor.ts';

export function addCheckCommand(program: Command, context: CliContext, answer: Answer): void {
  withPlace(
    program
      .command('check')
      .argument(
        '[snapshot]',
        'a record’s number, CHAIN/NUMBER, a snapshot’s path or a day; default: the newest',
      )
      .description('ask the checks again over a stored snapshot, and say whether that is what was sealed')
      .addOption(
        frameworkOption(
          'the requirements of one framework in place of the checks: what supports each, and what no check can say',
        ),
      )
      .addOption(
        new Option(
          '--fail-on <severity>',
          'end with 1 when a check of this severity or a graver one fails, unless somebody has accepted it',
        ).choices([...severities]),
      ),
    context,
  ).action(
    answer(async (globals, snapshot: string | undefined, flags: CheckFlags) => {
      const { checkCommand } = await import('../commands/check.ts');
      return checkCommand(snapshot, flags, surveyor(context, globals));
    }),
  );
}
