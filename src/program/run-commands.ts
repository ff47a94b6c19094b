/** Commands that read the workspace: demo, test, collect. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { type CliContext, extrasFor, load, runOptions } from '../command-context.ts';
import { collect } from '../commands/collect.ts';
import { testConnections } from '../commands/test.ts';
import type { Answer } from './answer.ts';

export function addDemoCommand(program: Command, context: CliContext, answer: Answer): void {
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
      answer(async (globals, flags: { dir: string; seed: string; size: 'small' | 'medium' | 'large' }) => {
        // With a whole simulated workspace in it, which no other command should have to load.
        const { demo } = await import('../commands/demo.ts');
        return demo({
          ...flags,
          cwd: context.cwd,
          surroundings: context.surroundings,
          extrasFor: extrasFor(context, globals, globals.logLevel ?? 'warn'),
        });
      }),
    );
}

export function addRunCommands(program: Command, context: CliContext, answer: Answer): void {
  program
    .command('test')
    .argument('[connection...]', 'names of connections; all of them when none is given')
    .description('check whether a connection would work; changes nothing')
    .option('--send-alert', 'send a marked test alert to every channel')
    .action(
      answer(async (globals, connections: string[], flags: { sendAlert?: boolean }) => {
        const config = load(context, globals);
        return testConnections({ ...flags, ...runOptions(context, globals, config, false), connections });
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
          return collect({ ...flags, ...runOptions(context, globals, config), connections });
        },
      ),
    );
}
