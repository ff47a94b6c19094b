/** Patterns that a company may set, in any letters, anywhere in a text. */
import { pattern } from './pattern.ts';

/** Returns a parameter that is such a pattern. */
export const anyPattern = (initial: string, description: string) =>
  pattern().default(initial).describe(`${description} A regular expression, in any letters.`);

export const toPattern = (text: string): RegExp => new RegExp(text, 'iu');
