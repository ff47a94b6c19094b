/** The command that asks again. */
import { type Command, Option } from 'commander';
import { type CliContext, load, runOptions } from '../command-context.ts';
import { ANSWER_FORMATS } from '../commands/answer-formats.ts';
import type { ReperformOptions } from '../commands/reperform.ts';
import type { Answer } from './answer.ts';

type Flags = Pick<ReperformOptions, 'connection' | 'resource' | 'format' | 'out'>;

export function addReperformCommand(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('reperform')
    .argument('[snapshot]', 'number of a record, path of a snapshot, or a day; default: the newest')
    .description('ask Segment once more for what a snapshot holds: equal, or what moved and what explains it')
    .option('--resource <names...>', 'only these resources; default: all that the snapshot asked for')
    .option('--connection <name>', 'which connection, where there are several')
    .addOption(
      new Option('--format <format>', 'default: table, or what --out ends with').choices(ANSWER_FORMATS),
    )
    .option('--out <file>', 'write the answer into this file')
    .action(
      answer(async (globals, snapshot: string | undefined, flags: Flags) => {
        const { reperformCommand } = await import('../commands/reperform.ts');
        const config = await load(context, globals);
        return reperformCommand({
          ...flags,
          ...runOptions(context, globals, config),
          snapshot,
          cwd: context.cwd,
        });
      }),
    );
}
