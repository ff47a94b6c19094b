/** Commands about the program itself: config, completion. */
import type { Command } from 'commander';
import { type CliContext, loadOptions } from '../command-context.ts';
import { completion } from '../commands/completion.ts';
import { showConfig, validateConfig } from '../commands/config.ts';
import type { Answer } from './answer.ts';

export function addConfigCommands(program: Command, context: CliContext, answer: Answer): void {
  const config = program.command('config').description('show or check the configuration');
  config
    .command('show')
    .description('every setting and where it came from; secrets as references')
    .action(answer((globals) => showConfig(loadOptions(context, globals))));
  config
    .command('validate')
    .description('list all problems at once, with file, line and column')
    .option(
      '--lambda',
      'for the stack of serverless.yml: list also what cannot work there, ./deploy.yml included',
    )
    .action(
      answer((globals, options: { readonly lambda?: boolean }) =>
        validateConfig(loadOptions(context, globals), options.lambda === true),
      ),
    );
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('print a completion script for a shell')
    .action(answer((_globals, shell: string) => completion({ shell, program })));
}
