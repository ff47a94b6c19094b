/** Reads bytes that must be one RFC 8785 JSON text, and says what they are instead. Never throws. */
import { isAscii } from 'node:buffer';
import { canonical } from '../evidence/canonical.ts';
import { hasTooManyValues, MOST_VALUES } from '../evidence/json-size.ts';

export interface ReadJson {
  /** `undefined` when the bytes are no JSON at all, or more of it than any file of ours has. */
  readonly value: unknown;
  /** What is found instead of RFC 8785; `undefined` when nothing is wrong. */
  readonly problem: string | undefined;
}

// The byte order mark is kept as a character, so that it is found and not read over.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the JSON value in some bytes, and what is wrong with how it is written. */
export function readCanonical(bytes: Buffer): ReadJson & { readonly text: string } {
  const text = decoded(bytes);
  if (text === undefined) return { value: undefined, problem: 'bytes that are not UTF-8', text: '' };
  const { value, problem } = readCanonicalText(text);
  return { value, problem, text };
}

/** Returns the text of some bytes; `undefined` when they are not UTF-8. */
function decoded(bytes: Buffer): string | undefined {
  // Nearly all lines are, and such bytes are the letters themselves.
  if (isAscii(bytes)) return bytes.toString('latin1');
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function readCanonicalText(text: string): ReadJson {
  if (text.startsWith('\u{FEFF}')) return { value: undefined, problem: 'a byte order mark' };
  if (hasTooManyValues(text)) return { value: undefined, problem: `more than ${MOST_VALUES} values` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: undefined, problem: 'something that is not JSON' };
  }
  return { value, problem: spellingProblem(value, text) };
}

function spellingProblem(value: unknown, text: string): string | undefined {
  let expected: string;
  try {
    expected = canonical(value);
  } catch (error) {
    // Nested without end, or half a character: such text has no canonical form.
    return error instanceof RangeError ? 'JSON nested too deep' : 'text that is not Unicode';
  }
  if (expected === text) return undefined;
  if (expected === text.trimEnd()) {
    return text.slice(expected.length).startsWith('\r')
      ? 'a carriage return at the end'
      : 'white space at the end';
  }
  return 'the same JSON in other bytes';
}
