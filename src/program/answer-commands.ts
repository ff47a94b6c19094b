/** Commands that answer from sealed evidence: population. */
import { type Command, Option } from 'commander';
import type { CliContext, Globals } from '../command-context.ts';
import { ANSWER_FORMATS } from '../commands/answer-formats.ts';
import type { OutputFlags } from '../commands/answer-output.ts';
import type { PopulationFlags } from '../commands/population.ts';
import { UsageError } from '../errors.ts';
import type { Answer } from './answer.ts';
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

/** Where the evidence is, and how the answer is given: the same for every question. */
export function withPlace(command: Command, { streams }: CliContext): Command {
  return command
    .hook('preAction', (_, asked) => assertNoTerminal(asked, streams.stdout.isTTY === true))
    .option('--connection <name>', 'which connection, where there are several')
    .option('--store <location>', 'folder or s3:// address, in place of a configuration')
    .option('--key <file...>', 'public key to trust, in PEM, as FILE or NAME=FILE')
    .addOption(
      new Option('--format <format>', 'default: table, or what --out ends with').choices(ANSWER_FORMATS),
    )
    .option('--out <file>', 'write the answer into this file');
}

/** @throws UsageError where a workbook would be written to a terminal */
function assertNoTerminal(command: Command, isTerminal: boolean): void {
  const { format, out, json } = command.optsWithGlobals() as OutputFlags & Pick<Globals, 'json'>;
  if (!isTerminal || format !== 'xlsx' || out !== undefined || json === true) return;
  throw new UsageError({
    message: `${command.name()}: --format xlsx: expected a file, got a terminal`,
    hint: 'Name a file: --out answer.xlsx.',
  });
}
