/**
 * Characters around a value that whoever wrote it did not mean: quotes that an env file or a unit keeps, the CR
 * of a file from Windows, blanks. Pure; says what is there, never the value.
 */

export interface Stray {
  /** As in `expected …, got <found>`. */
  readonly found: string;
  /** One imperative sentence. */
  readonly hint: string;
}

/** Returns what stands around a value, undefined for one that stands alone. */
export function strayAround(value: string): Stray | undefined {
  if (/\r$/.test(value)) {
    return {
      found: 'one that ends with CR',
      hint: 'Save the file it comes from with LF line ends, as on Linux.',
    };
  }
  if (/^(["']).*\1$/s.test(value)) {
    return {
      found: 'one in quotes',
      hint: 'Remove the quotes where it is set: an env file and a unit keep them as part of the value.',
    };
  }
  if (/^\s|\s$/.test(value)) {
    return {
      found: 'one with a blank or a line break at its start or end',
      hint: 'Remove the blank where it is set.',
    };
  }
  return undefined;
}
