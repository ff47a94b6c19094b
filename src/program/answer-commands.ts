/** Commands that answer from sealed evidence: population. */
import type { Command } from 'commander';
import type { CliContext } from '../command-context.ts';
import type { PopulationFlags } from '../commands/population.ts';
import type { Answer } from './answer.ts';
import { withPlace } from './answer-options.ts';
import { surveyor } from './surveyor.ts';

export function addAnswerCommands(program: Command, context: CliContext, answer: Answer): void {
  withPlace(
    program
      .command('population')
      .argument('<resource>', 'what is listed, such as users, sources or tracking-plans')
      .description(
        'list all records of a kind at an instant, with names, and how the list is known to be whole',
      )
      .option('--at <instant>', 'a day in UTC or an instant; default: the newest run')
      .option('--sample <n>', 'draw so many rows; needs --seed')
      .option('--seed <text>', 'what the sample is drawn by: the same seed draws the same rows')
      .option('--sql', 'print the same population as a statement for DuckDB over the sealed files'),
    context,
  ).action(
    answer(async (globals, resource: string, flags: PopulationFlags) => {
      const { populationCommand } = await import('../commands/population.ts');
      return populationCommand(resource, flags, surveyor(context, globals));
    }),
  );
}
