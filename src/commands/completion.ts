/**
 * `completion SHELL`: a static script made from the command tree, so that it never lags behind the help
 * and never runs the program while someone types.
 */

import type { Command } from 'commander';
import { EXIT, UsageError } from '../errors.ts';
import type { CommandOutput } from './command.ts';
import { bashScript, fishScript, zshScript } from './completion-scripts.ts';
import { readTree } from './completion-tree.ts';

export interface CompletionOptions {
  readonly shell: string;
  /** The whole command tree, with its name. */
  readonly program: Command;
}

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export const COMPLETION_SHELLS = Object.keys(SCRIPTS);

/**
 * Returns a script to put where the shell looks for completions.
 *
 * @example
 *     source <(segment-evidence completion bash)
 *
 * @throws UsageError for a shell we know nothing about
 */
export async function completion({ shell, program }: CompletionOptions): Promise<CommandOutput> {
  const write = Object.entries(SCRIPTS).find(([name]) => name === shell)?.[1];
  if (write === undefined) {
    throw new UsageError({
      message: `write completion: SHELL: expected ${COMPLETION_SHELLS.join(', ')}, got another`,
      hint: 'Name your shell, such as: segment-evidence completion bash',
    });
  }
  const script = write(program.name(), readTree(program, ''));
  return {
    exitCode: EXIT.done,
    json: { schema: 'segment-evidence/completion/v1', shell, script },
    text: script,
  };
}
