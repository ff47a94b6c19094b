/** Regular expressions in parameters. */
import * as z from 'zod';

/** Returns a parameter that holds a regular expression, or nothing. */
export const pattern = () => z.string().refine(isPattern, { error: 'expected a regular expression' });

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Returns whether a text matches; nothing matches an empty pattern. */
export function toMatcher(source: string, flags: 'u' | 'iu' = 'u'): (text: string) => boolean {
  if (source === '') return () => false;
  const expression = new RegExp(source, flags);
  return (text) => expression.test(text);
}
