/** Options that commands which answer from sealed evidence share. */
import { type Command, Option } from 'commander';
import type { CliContext, Globals } from '../command-context.ts';
import { ANSWER_FORMATS } from '../commands/answer-formats.ts';
import type { OutputFlags } from '../commands/answer-output.ts';
import { UsageError } from '../errors.ts';

/** Where the evidence is, and how the answer is given: the same for every question. */
export const withPlace = (command: Command, context: CliContext): Command =>
  withOutput(withStore(command), context);

/** Where the evidence is. */
export function withStore(command: Command): Command {
  return command
    .option('--connection <name>', 'which connection, where there are several')
    .option('--store <location>', 'folder or s3:// address, in place of a configuration')
    .option('--key <file...>', 'public key to trust, in PEM, as FILE or NAME=FILE');
}

function withOutput(command: Command, { streams }: CliContext): Command {
  return command
    .hook('preAction', (_, asked) => assertNoTerminal(asked, streams.stdout.isTTY === true))
    .addOption(
      new Option('--format <format>', 'default: table, or what --out ends with').choices(ANSWER_FORMATS),
    )
    .option('--out <file>', 'write the answer into this file');
}

/** @throws UsageError where a workbook would be written to a terminal */
export function assertNoTerminal(command: Command, isTerminal: boolean): void {
  const { format, out, json } = command.optsWithGlobals() as OutputFlags & Pick<Globals, 'json'>;
  if (!isTerminal || format !== 'xlsx' || out !== undefined || json === true) return;
  throw new UsageError({
    message: `${command.name()}: --format xlsx: expected a file, got a terminal`,
    hint: 'Name a file: --out answer.xlsx.',
  });
}
