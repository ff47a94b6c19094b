/** Commands that read the workspace: demo, test, collect. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { severities } from '../../schemas/condition.ts';
import { TRACKING_TYPES } from '../../schemas/tracking-message.ts';
import { type CliContext, extrasFor, type Globals, load, runOptions } from '../command-context.ts';
import type { CanaryOptions } from '../commands/canary.ts';
import { collect } from '../commands/collect.ts';
import type { CommandOutput } from '../commands/command.ts';
import type { Severity } from '../commands/failing-checks.ts';
import { testConnections } from '../commands/test.ts';
import { assertInputs } from '../config/inputs/input-file.ts';
import { isSomebodyThere, offerPage } from '../offer-page.ts';
import { openPage } from '../open-page.ts';
import type { Answer } from './answer.ts';

export function addDemoCommand(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('demo')
    .description('collect, seal and verify a simulated workspace: no account, no cloud, no key made by hand')
    .option('--dir <folder>', 'where to put everything', './segment-evidence-demo')
    .option('--seed <number>', 'a different seed gives a different company', '1')
    .addOption(
      new Option('--size <size>', 'size of the workspace')
        .choices(['small', 'medium', 'large'])
        .default('small'),
    )
    .option('--serve [port]', 'keep the simulator for trials with `baseUrl`, until Ctrl-C')
    .action(
      answer(async (globals, flags: DemoFlags) => {
        // With a whole simulated workspace in it, which no other command should have to load.
        const { demo } = await import('../commands/demo.ts');
        const output = await demo({
          ...flags,
          cwd: context.cwd,
          typed: context.typed,
          surroundings: context.surroundings,
          extrasFor: extrasFor(context, globals, globals.logLevel ?? 'warn'),
          print: context.print,
        });
        return flags.serve === undefined ? offered(context, globals, output) : output;
      }),
    );
}

/** Where somebody sits at a terminal, the page is offered behind all that is to be read first. */
async function offered(context: CliContext, globals: Globals, output: CommandOutput): Promise<CommandOutput> {
  const { streams, env, print } = context;
  const page = output.json['page'];
  const isAskable = globals.input && globals.json !== true && globals.quiet !== true;
  if (typeof page !== 'string' || !isAskable || !isSomebodyThere({ ...streams, env })) return output;
  await print(output);
  await offerPage(streams, page, openPage);
  return { ...output, text: '' };
}

interface DemoFlags {
  readonly dir: string;
  readonly seed: string;
  readonly size: 'small' | 'medium' | 'large';
  readonly serve?: string | true;
}

type CanaryFlags = Pick<CanaryOptions, 'type' | 'wait' | 'sourceOnly'>;

export function addRunCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('test')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('check that a connection works; changes nothing')
    .option('--send-alert', 'send a marked test alert to every channel')
    .action(
      answer(async (globals, connections: string[], flags: { sendAlert?: boolean }) => {
        const config = await load(context, globals);
        await assertInputs(config.inputs);
        return testConnections({ ...flags, ...runOptions(context, globals, config, false), connections });
      }),
    );
  addCanaryCommand(program, context, answer);
  program
    .command('collect')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('read the workspace and commit a snapshot, gaps included')
    .option(
      '--only <resources...>',
      'for trying things out: these resources; the snapshot is partial and fills no slot',
    )
    .option('--slot <instant>', 'the instant the schedule asked for; default: now, to the second')
    .option('--force', 'collect a slot again, even if it is collected already')
    .addOption(
      new Option(
        '--fail-on <severity>',
        'end with 1 when a check of this severity or a graver one fails, unless somebody has accepted it',
      ).choices([...severities]),
    )
    .action(
      answer(
        async (
          globals,
          connections: string[],
          flags: { only?: string[]; slot?: string; force?: boolean; failOn?: Severity },
        ) => {
          const config = await load(context, globals);
          // Whoever asks for a slot is a schedule: evidence with a gap is better than none.
          if (flags.slot === undefined) await assertInputs(config.inputs);
          return collect({ ...flags, ...runOptions(context, globals, config), connections });
        },
      ),
    );
}

function addCanaryCommand(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('canary')
    .argument('<connection...>', 'names of write-key connections')
    .description('send one marked test message by a write key, and look for it')
    .addOption(
      new Option('--type <type>', 'type of the message').choices([...TRACKING_TYPES]).default('track'),
    )
    .option('--wait <minutes>', 'how long to look for it', '5')
    .option('--source-only', 'send it to no destination')
    .action(
      answer(async (globals, connections: string[], flags: CanaryFlags) => {
        // With the only code that sends, which no other command should have to load.
        const { canary } = await import('../commands/canary.ts');
        const config = await load(context, globals);
        return canary({ ...flags, ...runOptions(context, globals, config, false), connections });
      }),
    );
}
