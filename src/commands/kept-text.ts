/** What somebody says of what is kept beside the evidence, and that stays readable for as long as it. */
import { UsageError } from '../errors.ts';
import { secretIn } from '../evidence/human-words.ts';
import { printable } from '../evidence/printable.ts';

const LONGEST_TEXT = 1_000;
/** A character that leaves something on the paper, and does not stand in the place of another. */
const SEEN = /[^\s\uFFFD\u2800\p{Default_Ignorable_Code_Point}]/u;

/**
 * Returns it in one line, without what could move text or a cursor; undefined where nothing is said.
 * `more`: where what is longer belongs.
 * @throws UsageError for too much, or a secret, which it does not repeat
 */
export function keptText(
  command: string,
  option: string,
  text: string | undefined,
  more: string,
  longest = LONGEST_TEXT,
): string | undefined {
  const shown = printable(text ?? '').trim();
  assertNoSecret(command, option, shown);
  if (shown.length <= longest) return SEEN.test(shown) ? shown : undefined;
  throw new UsageError({
    message: `${command}: ${option}: expected at most ${longest} characters, got ${shown.length}`,
    hint: more,
  });
}

/** @throws UsageError, which does not repeat it */
export function assertNoSecret(command: string, what: string, text: string): void {
  const got = secretIn(text);
  if (got === undefined) return;
  throw new UsageError({
    message: `${command}: ${what}: expected text, got ${got}`,
    hint: 'What is stored stays readable for as long as the evidence.',
  });
}
