/** Text as a terminal shows it. */

/** Columns of a terminal, near enough: what a script draws wider is off by a little. */
export const widthOf = (text: string): number => [...text].length;

/** Text of a stranger, without what would move a terminal's cursor or turn its text around. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
