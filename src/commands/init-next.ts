/** What `init` says to do next: collecting, or sending a test message, and only where it would work. */
import { isSender } from './init-kinds.ts';
import type { Answers } from './init-questions.ts';

/** Returns the lines. `typed`: what to type before a subcommand. */
export function nextSteps(typed: string, answers: Answers, isUsable: boolean): readonly string[] {
  const { name = '' } = answers;
  const canary = [`${typed} canary ${name}`, 'send one test message, and look for it'] as const;
  const again = isSender(answers) ? `${typed} test ${name}` : `${typed} test`;
  if (!isUsable) {
    return [
      'It is written, and does not work yet: fix what is listed above, then run',
      `       ${again}`,
      ...(isSender(answers) ? [`       ${canary[0]}`] : []),
    ];
  }
  if (!isSender(answers)) {
    return [
      `Next:  ${typed} collect        one snapshot, now`,
      `       ${typed} schedule       keep running, and collect on schedule`,
    ];
  }
  const rows = [canary, [again, 'look at it again; nothing is sent']] as const;
  const width = Math.max(...rows.map(([command]) => command.length));
  return rows.map(
    ([command, what], index) => `${index === 0 ? 'Next: ' : '      '} ${command.padEnd(width)}    ${what}`,
  );
}
