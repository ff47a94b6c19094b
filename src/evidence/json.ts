/**
 * Reads JSON without losing anything in silence. `JSON.parse` rounds what a double cannot hold: here such
 * a number becomes a string of its digits, and is counted. Of a name that stands twice in an object it
 * keeps the last value only: that can be counted. Time grows with the text's length and no faster.
 */

/** A number of up to 15 digits and no exponent always survives a double. */
const SUSPICIOUS_NUMBER = /\d[\d.]{14}|\d[eE]/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export interface ParsedJson {
  readonly value: unknown;
  /** How many numbers were kept as their digits in a string. */
  readonly digitsKept: number;
}

/**
 * Returns the value of a JSON text.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): ParsedJson {
  // Before anything is repaired: quotes around digits could make JSON of what is none.
  const value: unknown = JSON.parse(text);
  if (!SUSPICIOUS_NUMBER.test(text)) return { value, digitsKept: 0 };
  let digitsKept = 0;
  const keepDigits = (literal: string) => {
    if (survivesDouble(literal)) return literal;
    digitsKept += 1;
    return `"${literal}"`;
  };
  const parts: string[] = [];
  let position = 0;
  while (position < text.length) {
    const opening = text.indexOf('"', position);
    const outside = opening === -1 ? text.length : opening;
    parts.push(text.slice(position, outside).replace(NUMBER, keepDigits));
    position = opening === -1 ? text.length : endOfString(text, opening);
    parts.push(text.slice(outside, position));
  }
  return { value: digitsKept === 0 ? value : JSON.parse(parts.join('')), digitsKept };
}

/**
 * Returns how many members of a JSON text are not in its value, because their name stands again later in
 * the same object. `value` is what `parseJson` made of the text.
 */
export function countLostMembers(text: string, value: unknown): number {
  return countNames(text) - countMembers(value);
}

const [QUOTE, COLON] = ['"', ':'].map((character) => character.charCodeAt(0));

/** How many members a JSON text has: outside its strings, each has one colon. */
function countNames(text: string): number {
  let names = 0;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === COLON) names += 1;
    else if (code === QUOTE) position = endOfString(text, position) - 1;
  }
  return names;
}

/** How many members the objects of a value have, however deep. */
function countMembers(value: unknown): number {
  let members = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const item of inner) if (typeof item === 'object' && item !== null) open.push(item);
  }
  return members;
}

/** The position after the string that opens at `opening`; the text's end when it never closes. */
function endOfString(text: string, opening: number): number {
  let closing = text.indexOf('"', opening + 1);
  while (closing !== -1 && isEscaped(text, closing)) closing = text.indexOf('"', closing + 1);
  return closing === -1 ? text.length : closing + 1;
}

function isEscaped(text: string, position: number): boolean {
  let backslashes = 0;
  while (text[position - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function survivesDouble(literal: string): boolean {
  const value = Number(literal);
  return Number.isFinite(value) && decimal(literal) === decimal(String(value));
}

/** A number literal as sign, digits and exponent, in one form only: `-12.50` and `-125e-1` are alike. */
function decimal(literal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal);
  if (match === null) return literal;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const trimmed = withoutFinalZeros(digits);
  if (trimmed === '') return '0';
  return `${sign}${trimmed}e${Number(exponent) - fraction.length + (digits.length - trimmed.length)}`;
}

/** Counted by hand: `/0+$/` looks at every zero again, which takes hours for a number as long as a body. */
function withoutFinalZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

/** Whether a JSON value is an object with members, not an array, not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
