/** An identifier of an end user as a word of a text: how it is written there, and whether it is one. Pure. */

const BACKSLASH = 0x5c;
const PERCENT = 0x25;

/** The ways in which an identifier stands in lines of evidence. */
export function spellingsOfWord(identifier: string): readonly string[] {
  const urlEncoded = encodeURIComponent(identifier.toWellFormed());
  return [...new Set([identifier, JSON.stringify(identifier).slice(1, -1), urlEncoded])];
}

/** Customer 12345678 is not meant by 123456789. */
export function isWholeWord(text: Buffer, start: number, end: number): boolean {
  return !isWordByte(text[end]) && (!isWordByte(text[start - 1]) || isEscaped(text, start));
}

/** What stands before is no letter but the end of `\n`, `\u0007` or `%20`. */
function isEscaped(text: Buffer, start: number): boolean {
  return text[start - 2] === BACKSLASH || text[start - 6] === BACKSLASH || text[start - 3] === PERCENT;
}

/** ASCII letters and digits, and whatever is part of a character beyond ASCII. */
function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x7a) || byte >= 0x80;
}
