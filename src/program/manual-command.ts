/** Manual evidence, for what the API does not show: manual attach, manual list. */
import { type Command, Option } from 'commander';
import { manualSlots } from '../checks/manual/slots.ts';
import type { CliContext } from '../command-context.ts';
import type { ManualAttachFlags } from '../commands/manual-attach.ts';
import type { ManualListFlags } from '../commands/manual-list.ts';
import { readUserName } from '../config/environment.ts';
import type { Answer } from './answer.ts';
import { withPlace, withStore } from './answer-options.ts';
import { frameworkOption } from './framework-option.ts';
import { surveyor } from './surveyor.ts';

export function addManualCommands(program: Command, context: CliContext, answer: Answer): void {
  const manual = program
    .command('manual')
    .description('evidence that the API cannot show: attach files by hand, and see what is missing');
  withStore(
    manual
      .command('attach')
      .argument('<file>', 'what to keep: a regular file of at most 64 MiB')
      .description('keep a file beside the evidence, with its digest and the days on which it counts')
      .addOption(
        new Option('--slot <slot>', 'what it is evidence of; manual list says what each is for')
          .choices(manualSlots.map(({ id }) => id))
          // What is none is answered by the command, which knows what may be meant.
          .argParser((text: string) => text),
      )
      .option('--effective <day>', 'first day that it is about, such as 2026-10-01')
      .option('--expires <day>', 'last day on which it counts')
      .option('--note <text>', 'what a reader should know of it')
      .option('--by <name>', 'who attaches it; default: what the system calls this user'),
  ).action(
    answer(async (globals, file: string, flags: ManualAttachFlags) => {
      const { manualAttach } = await import('../commands/manual-attach.ts');
      return manualAttach(file, { ...flags, by: flags.by ?? readUserName() }, surveyor(context, globals));
    }),
  );
  withPlace(
    manual
      .command('list')
      .description('tell what each slot is for, what is in it and until when, and which are empty')
      .addOption(frameworkOption('only the slots that this framework asks for'))
      .option('--at <instant>', 'a day in UTC or an instant; default: now'),
    context,
  ).action(
    answer(async (globals, flags: ManualListFlags) => {
      const { manualList } = await import('../commands/manual-list.ts');
      return manualList(flags, surveyor(context, globals));
    }),
  );
}
