/** Text that a stranger may have typed, as files hold it: nothing of it is a command to whatever shows the file. */

/** What moves a terminal's cursor, ends a text early, or no XML can hold; and halves of characters, which no UTF-8 can. */
const UNFIT = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;
const KEPT = new Set(['\t', '\n', '\r']);

/** Returns the text with each character that no file can safely hold replaced by U+FFFD. Tabs and line breaks stay. */
export function withoutControls(text: string): string {
  return text.replace(UNFIT, (character) => (KEPT.has(character) ? character : '\uFFFD'));
}

/** Returns the text up to a length in UTF-16 code units, never ending within a character. */
export function beginningOf(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
