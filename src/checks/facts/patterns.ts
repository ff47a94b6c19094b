/** Patterns that a company may set. */
import * as z from 'zod';

/** A parameter that is a pattern, in any letters, anywhere in a text. */
export const pattern = (initial: string, description: string) =>
  z
    .string()
    .refine(isPattern, { error: 'expected a regular expression' })
    .default(initial)
    .describe(`${description} A regular expression, in any letters.`);

function isPattern(text: string): boolean {
  try {
    return toPattern(text) !== undefined;
  } catch {
    return false;
  }
}

export const toPattern = (text: string): RegExp => new RegExp(text, 'iu');
