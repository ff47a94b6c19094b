/** Options that take one value. */
import type { Command } from 'commander';
import { UsageError } from '../errors.ts';

/**
 * Refuses an option that is given twice and takes one value: of two that somebody means, the last one would answer for both. What
 * takes several values takes all of them, and a flag says no more when it is said again.
 */
export function takeOnce(command: Command): void {
  for (const option of command.options) {
    if (option.variadic || option.isBoolean()) continue;
    let times = 0;
    command.on(`option:${option.name()}`, () => {
      times += 1;
      if (times > 1) throw givenAgain(command, option.long ?? option.flags);
    });
  }
}

function givenAgain(command: Command, option: string): UsageError {
  return new UsageError({
    message: `${nameOf(command)}: ${option}: expected it once, got it twice`,
    hint: 'Leave out all but one of them.',
  });
}

/** As it is typed: `review start`. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}
