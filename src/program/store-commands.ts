/** Commands about where evidence is: doctor. */
import type { Command } from 'commander';
import { type CliContext, load } from '../command-context.ts';
import { doctor } from '../commands/doctor.ts';
import type { Answer } from './answer.ts';

export function addStoreCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('doctor')
    .description('check that the stores keep what they are given; writes below segment-evidence/doctor/')
    .action(
      answer(async (globals) =>
        doctor({ config: await load(context, globals), surroundings: context.surroundings }),
      ),
    );
}
