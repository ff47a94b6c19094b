/** What a key of a store may be, wherever the store is. Pure. */

/** Where files are made before they get their names; no key leads there. */
export const TEMPORARY = '.tmp';

/** A key is a path below the folder: no step out of it, nor into where files are made. */
export function isKey(key: string): boolean {
  const steps = key.split('/');
  return steps[0] !== TEMPORARY && steps.every((step) => !/^\.{0,2}$|[\\\0]/.test(step));
}
