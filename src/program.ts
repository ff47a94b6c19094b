/** The command tree: which commands and options there are, and which function answers each. */
import { Command, CommanderError, Option } from 'commander';
import type { CliContext, Globals } from './command-context.ts';
import type { CommandOutput } from './commands/command.ts';
import { EXIT, type ExitCode } from './errors.ts';
import { LOG_LEVELS } from './log.ts';
import type { Answer } from './program/answer.ts';
import { addAnswerCommands } from './program/answer-commands.ts';
import { addBesideCommands } from './program/beside-commands.ts';
import { addChangesCommand } from './program/changes-command.ts';
import { addCheckCommand } from './program/check-command.ts';
import { addConfigCommands } from './program/config-commands.ts';
import { addEvidenceCommands } from './program/evidence-commands.ts';
import { addExportCommand } from './program/export-command.ts';
import { takeOnce } from './program/given-once.ts';
import { addKeyCommands } from './program/key-commands.ts';
import { addMcpCommand } from './program/mcp-command.ts';
import { addReperformCommand } from './program/reperform-command.ts';
import { addReportCommand } from './program/report-command.ts';
import { addReviewCommands } from './program/review-command.ts';
import { addDemoCommand, addRunCommands } from './program/run-commands.ts';
import { addInitCommand, addServiceCommands } from './program/service-commands.ts';
import { addStoreCommands } from './program/store-commands.ts';
import { toolDigest } from './tool-digest.ts';
import { TOOL_VERSION } from './tool-version.ts';

/** Returns the whole command tree; `run` resolves to the exit code. */
export function buildProgram(context: CliContext): {
  readonly program: Command;
  run(argv: readonly string[]): Promise<ExitCode>;
} {
  let exitCode: ExitCode = EXIT.done;
  const program = new Command('segment-evidence')
    .description('Collects, seals and verifies evidence of a Twilio Segment workspace. Read-only.')
    .option('-V, --version', 'print version and digest of this program')
    .on('option:version', () => printVersion(context))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.streams.stdout.write(text),
      writeErr: (text) => context.streams.stderr.write(text),
    });

  const answer: Answer =
    <A extends unknown[]>(act: (globals: Globals, ...args: A) => Promise<CommandOutput>) =>
    async (...args: unknown[]): Promise<void> => {
      const command = args.at(-1) as Command;
      const globals = command.optsWithGlobals() as Globals;
      const output = await act(globals, ...(args.slice(0, -1) as A));
      exitCode = output.exitCode;
      await context.print(globals.verbose === true ? verbose(output) : output);
    };
  addDemoCommand(program, context, answer);
  addInitCommand(program, context, answer);
  addRunCommands(program, context, answer);
  addServiceCommands(program, context, answer);
  addEvidenceCommands(program, context, answer);
  addAnswerCommands(program, context, answer);
  addChangesCommand(program, context, answer);
  addCheckCommand(program, context, answer);
  addReportCommand(program, context, answer);
  addReperformCommand(program, context, answer);
  addReviewCommands(program, context, answer);
  addBesideCommands(program, context, answer);
  addExportCommand(program, context, answer);
  addMcpCommand(program, context, answer);
  addStoreCommands(program, context, answer);
  addKeyCommands(program, context, answer);
  addConfigCommands(program, context, answer);
  for (const command of leaves(program)) takeOnce(addGlobals(command));
  return {
    program,
    run: async (argv) => {
      await program.parseAsync([...argv], { from: 'user' });
      return exitCode;
    },
  };
}

/** The digest is read only here: no other command pays for it. Ends as commander's own version does. */
function printVersion({ streams }: CliContext): never {
  streams.stdout.write(`${[TOOL_VERSION, toolDigest()].filter(Boolean).join(' ')}\n`);
  throw new CommanderError(EXIT.done, 'commander.version', TOOL_VERSION);
}

/** Commands that do something, not those that only group others. */
function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function addGlobals(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file')
    .addOption(new Option('--log-level <level>', 'how much to log on stderr').choices([...LOG_LEVELS]))
    .option('--no-input', 'never prompt')
    .option('--quiet', 'no progress and no log below error')
    .option('--verbose', 'print everything there is to say, not only what needs somebody')
    .option('--json', 'print exactly one JSON document')
    .exitOverride()
    .showSuggestionAfterError();
}

/** Returns what is printed with `--verbose`. */
function verbose({ text, verboseText = text, streamed, ...output }: CommandOutput): CommandOutput {
  if (streamed === undefined) return { ...output, text: verboseText };
  return {
    ...output,
    text: verboseText,
    streamed: { ...streamed, text: streamed.verboseText ?? streamed.text },
  };
}
