/** JSON for a reader that may take what it reads for something else: nothing in it is invisible. */

/**
 * Returns a value as one line of JSON. Characters that are not seen, or that turn text around, stand as escapes: what
 * somebody typed in the workspace arrives as it is, and nothing of it can hide.
 */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, escaped);
}

const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
