/** The command tree as completion sees it: which words may follow which. */

import type { Command, Option } from 'commander';

/** A word that may be typed next. */
export interface Word {
  readonly word: string;
  readonly description: string;
}

/** An option followed by a value: one of `choices`, or a path when there are none. */
export interface ValueOption {
  readonly words: readonly string[];
  readonly choices: readonly string[];
}

/** One command of the tree: what may follow it. */
export interface CompletionNode {
  /** The words that lead here, each after a blank: `""`, `" config"`, `" config show"`. */
  readonly path: string;
  readonly commands: readonly Word[];
  /** Values of arguments that have a fixed set. */
  readonly argumentWords: readonly string[];
  readonly options: readonly Word[];
  readonly valueOptions: readonly ValueOption[];
}

/** Returns the node of a command and of all below it, parents first; hidden ones are left out. */
export function readTree(command: Command, path: string): readonly CompletionNode[] {
  const help = command.createHelp();
  help.showGlobalOptions = true;
  const commands = help.visibleCommands(command);
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  const node: CompletionNode = {
    path,
    commands: commands.map((child) => ({
      word: child.name(),
      description: firstLine(child.summary() || child.description()),
    })),
    argumentWords: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    options: options.flatMap((option) =>
      spellings(option).map((word) => ({ word, description: firstLine(option.description) })),
    ),
    valueOptions: options
      .filter((option) => option.required || option.optional)
      .map((option) => ({ words: spellings(option), choices: option.argChoices ?? [] })),
  };
  return [node, ...commands.flatMap((child) => readTree(child, `${path} ${child.name()}`))];
}

function spellings(option: Option): readonly string[] {
  return [option.short, option.long].filter((word) => word !== undefined && word !== null);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
