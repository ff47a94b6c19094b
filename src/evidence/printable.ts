/** Text of a stranger, made fit to be shown. */

/**
 * Returns the text without what would move a cursor, begin a line or turn its text around, and without half a character:
 * U+FFFD stands in its place.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** The same of text of several lines, which stay. */
export const printableLines = (text: string): string => text.replace(/[^\n\t]+/g, printable);
