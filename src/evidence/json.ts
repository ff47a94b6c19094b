/**
 * Reads JSON without losing anything in silence. `JSON.parse` rounds what a double cannot hold: here such
 * a number becomes a string of its digits, and is counted. Of a name that stands twice in an object it
 * keeps the last value only: that can be counted. Time grows with the text's length and no faster.
 */

/** A shorter number without an exponent always survives a double. */
const SHORTEST_SUSPICIOUS = 16;
const SAYS_EXPONENT = /[eE]/;

const [QUOTE, COLON, POINT, PLUS, MINUS, ZERO, NINE] = [0x22, 0x3a, 0x2e, 0x2b, 0x2d, 0x30, 0x39];
const [LOWER_CASE, LOWER_E] = [0x20, 0x65];

export interface ParsedJson {
  readonly value: unknown;
  /** How many numbers were kept as their digits in a string. */
  readonly digitsKept: number;
  /** How many members are not in the value, because their name stands again later in the same object. */
  readonly membersLost: number;
}

/**
 * Returns the value of a JSON text.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): ParsedJson {
  // Before anything is repaired: quotes around digits could make JSON of what is none.
  const parsed: unknown = JSON.parse(text);
  if (isWrittenAlike(parsed, text)) return { value: parsed, digitsKept: 0, membersLost: 0 };
  const { names, unsafe } = scan(text);
  const value: unknown = unsafe.length === 0 ? parsed : JSON.parse(quoted(text, unsafe));
  return { value, digitsKept: unsafe.length, membersLost: names - countMembers(value) };
}

/**
 * Whether the language writes a value as it was written: then every name and every digit of the text is in the value,
 * and nobody needs to go through it letter by letter. Most servers write as it does.
 */
function isWrittenAlike(value: unknown, text: string): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    // Nested deeper than the stack is.
    return false;
  }
}

interface Scanned {
  /** Members of all objects: outside its strings, each has one colon. */
  readonly names: number;
  /** Numbers that a double cannot hold, by where they stand. */
  readonly unsafe: readonly (readonly [start: number, end: number])[];
}

/** One look at what stands outside of the strings of a JSON text. */
function scan(text: string): Scanned {
  let names = 0;
  const unsafe: [number, number][] = [];
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) position = endOfString(text, position) - 1;
    else if (code === COLON) names += 1;
    else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, position);
      if (!isSafe(text, position, end)) unsafe.push([position, end]);
      position = end - 1;
    }
  }
  return { names, unsafe };
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** The position after the number that begins at `start`. */
function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && isOfNumber(text.charCodeAt(end))) end += 1;
  return end;
}

function isOfNumber(code: number): boolean {
  return (
    isDigit(code) || code === POINT || code === MINUS || code === PLUS || (code | LOWER_CASE) === LOWER_E
  );
}

function isSafe(text: string, start: number, end: number): boolean {
  const literal = text.slice(start, end);
  if (literal.length < SHORTEST_SUSPICIOUS && !SAYS_EXPONENT.test(literal)) return true;
  return survivesDouble(literal);
}

/** The text with quotes around some places. */
function quoted(text: string, places: Scanned['unsafe']): string {
  const parts: string[] = [];
  let position = 0;
  for (const [start, end] of places) {
    parts.push(text.slice(position, start), `"${text.slice(start, end)}"`);
    position = end;
  }
  return [...parts, text.slice(position)].join('');
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
