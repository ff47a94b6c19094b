/** Documents for other programs: nothing that a stranger typed is a command to what reads them, or more than one line. */
import { withoutControls } from './stranger-text.ts';

/** What ends a line somewhere; JSON Lines are read by programs that know more ends than one. */
const ENDS = /[\t\n\v\f\r\u2028\u2029]/g;
/** What turns the text around it, so that another one is read. */
const TURNS = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Returns a text as one line of visible characters. */
export const oneLine = (text: string): string =>
  withoutControls(text.replace(ENDS, ' ')).replace(TURNS, '\uFFFD');

/** Returns a value of JSON with each string of it as one line; names of members are ours. */
export function plainStrings(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map(plainStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, plainStrings(member)]),
  );
}
