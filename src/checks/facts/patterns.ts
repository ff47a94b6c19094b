/** Patterns that a company may set: upper and lower case are alike, anywhere in a text. */
import { pattern } from './pattern.ts';

/** Returns a parameter that is such a pattern. */
export const anyPattern = (initial: string, description: string) =>
  pattern().default(initial).describe(`${description} A regular expression; upper and lower case are alike.`);

export const toPattern = (text: string): RegExp => new RegExp(text, 'iu');
