/** The command tree: which commands and options there are, and which function answers each. */
import type { Readable } from 'node:stream';
import { Command, Option } from 'commander';
import {
  type CliContext,
  extrasFor,
  type Globals,
  load,
  loadOptions,
  runOptions,
} from './command-context.ts';
import { collect } from './commands/collect.ts';
import type { CommandOutput } from './commands/command.ts';
import { completion } from './commands/completion.ts';
import { showConfig, validateConfig } from './commands/config.ts';
import { demo } from './commands/demo.ts';
import { FINGERPRINT_CONTEXTS, fingerprintSecret } from './commands/fingerprint.ts';
import { keygen } from './commands/keygen.ts';
import { status } from './commands/status.ts';
import { testConnections } from './commands/test.ts';
import { verifyCommand } from './commands/verify.ts';
import { openSigner, openStore, TOOL_VERSION } from './deps.ts';
import { EXIT, type ExitCode } from './errors.ts';
import { LOG_LEVELS } from './log.ts';

/** Returns the whole command tree; `run` resolves to the exit code. */
export function buildProgram(context: CliContext): {
  readonly program: Command;
  run(argv: readonly string[]): Promise<ExitCode>;
} {
  let exitCode: ExitCode = EXIT.done;
  const program = new Command('segment-evidence')
    .description('Collects, seals and verifies evidence of a Twilio Segment workspace. Read-only.')
    .version(TOOL_VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.streams.stdout.write(text),
      writeErr: (text) => context.streams.stderr.write(text),
    });

  const answer =
    <A extends unknown[]>(act: (globals: Globals, ...args: A) => Promise<CommandOutput>) =>
    async (...args: unknown[]): Promise<void> => {
      const command = args.at(-1) as Command;
      const output = await act(command.optsWithGlobals() as Globals, ...(args.slice(0, -1) as A));
      exitCode = output.exitCode;
      context.print(output);
    };

  addDemoCommand(program, context, answer);
  addRunCommands(program, context, answer);
  addEvidenceCommands(program, context, answer);
  addKeyCommands(program, context, answer);
  addConfigCommands(program, context, answer);
  for (const command of leaves(program)) addGlobals(command);
  return {
    program,
    run: async (argv) => {
      await program.parseAsync([...argv], { from: 'user' });
      return exitCode;
    },
  };
}

type Answer = <A extends unknown[]>(
  act: (globals: Globals, ...args: A) => Promise<CommandOutput>,
) => (...args: unknown[]) => Promise<void>;

function addDemoCommand(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('demo')
    .description('collect, seal and verify a simulated workspace: no account, no cloud, no key made by hand')
    .option('--dir <folder>', 'where to put everything', './segment-evidence-demo')
    .option('--seed <number>', 'another seed gives another company', '1')
    .addOption(
      new Option('--size <size>', 'how large the workspace is')
        .choices(['small', 'medium', 'large'])
        .default('small'),
    )
    .action(
      answer((globals, flags: { dir: string; seed: string; size: 'small' | 'medium' | 'large' }) =>
        demo({
          ...flags,
          cwd: context.cwd,
          surroundings: context.surroundings,
          extrasFor: extrasFor(context, globals, globals.logLevel ?? 'warn'),
        }),
      ),
    );
}

function addRunCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('test')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('look whether a connection would work; changes nothing')
    .action(
      answer(async (globals, connections: string[]) => {
        const config = load(context, globals);
        return testConnections({ ...runOptions(context, globals, config, false), connections });
      }),
    );
  program
    .command('collect')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('read the workspace and commit a snapshot, also of what could not be read')
    .option(
      '--only <resources...>',
      'for trying things out: these resources; the snapshot is partial and fills no slot',
    )
    .option('--slot <instant>', 'the instant the schedule asked for; default: now, to the second')
    .option('--force', 'collect a slot again that is collected already')
    .action(
      answer(
        async (
          globals,
          connections: string[],
          flags: { only?: string[]; slot?: string; force?: boolean },
        ) => {
          const config = load(context, globals);
          return collect({ ...runOptions(context, globals, config), ...flags, connections });
        },
      ),
    );
}

function addEvidenceCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('status')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('which runs there should be and which there are, what is still good, and since when')
    .action(
      answer(async (globals, connections: string[]) =>
        status({ connections, config: load(context, globals), surroundings: context.surroundings }),
      ),
    );
  program
    .command('verify')
    .argument('[location]', 'store, connection folder or snapshot folder; default: the configured store')
    .description('check evidence without trusting where it lies; read-only; lists every failure')
    .option('--key <file...>', 'public key to trust, in PEM; default: that of the configured signing key')
    .option('--receipt <file...>', 'receipt kept from an earlier run')
    .option('--from <instant>', 'check only snapshots from here on; the chain is always checked whole')
    .option('--to <instant>', 'check only snapshots up to here')
    .option('--quick', 'do not read the artifacts themselves')
    .action(
      answer(
        (
          globals,
          location: string | undefined,
          flags: { key?: string[]; receipt?: string[]; from?: string; to?: string; quick?: boolean },
        ) =>
          verifyCommand({
            ...flags,
            location,
            cwd: context.cwd,
            openConfigured: async () => {
              const { connections } = load(context, globals);
              return Promise.all(
                connections.map(async (connection) => ({
                  connection: connection.name,
                  store: openStore(connection),
                  publicKey: (await openSigner(connection.signingKeyRef, context.env)).publicKey,
                })),
              );
            },
          }),
      ),
    );
}

function addKeyCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('keygen')
    .description('make the key pair that seals snapshots')
    .option('--out <file>', 'where to put the private key; the public one comes beside it')
    .action(answer((_globals, flags: { out?: string }) => keygen({ ...flags, cwd: context.cwd })));
  program
    .command('fingerprint')
    .description('read a secret on stdin and print its fingerprint, to match it to the evidence')
    .addOption(
      new Option('--context <kind>', 'what the secret is')
        .choices(Object.keys(FINGERPRINT_CONTEXTS))
        .makeOptionMandatory(),
    )
    .option('--connection <name>', 'whose fingerprint key to use')
    .action(
      answer((globals, flags: { context: string; connection?: string }) =>
        fingerprintSecret({
          ...flags,
          config: load(context, globals),
          env: context.env,
          stdin: {
            isTerminal: context.streams.stdin.isTTY === true,
            read: () => readAll(context.streams.stdin),
          },
          noInput: !globals.input,
        }),
      ),
    );
}

function addConfigCommands(program: Command, context: CliContext, answer: Answer): void {
  const config = program.command('config').description('what the configuration comes to');
  config
    .command('show')
    .description('every setting with where it came from; secrets as references')
    .action(answer((globals) => showConfig(loadOptions(context, globals))));
  config
    .command('validate')
    .description('all problems at once, with file, line and column')
    .action(answer((globals) => validateConfig(loadOptions(context, globals))));
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('print a completion script for a shell')
    .action(answer((_globals, shell: string) => completion({ shell, program })));
}

/** Commands that do something, not those that only group others. */
function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function addGlobals(command: Command): void {
  command
    .option('--config <file>', 'configuration file')
    .addOption(new Option('--log-level <level>', 'how much to log on stderr').choices([...LOG_LEVELS]))
    .option('--no-input', 'never ask anything')
    .option('--quiet', 'no progress and no log below error')
    .option('--json', 'print exactly one JSON document')
    .exitOverride()
    .showSuggestionAfterError();
}

async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
