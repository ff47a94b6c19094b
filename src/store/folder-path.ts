/** Keys of a folder store as paths. Pure. */
import { join } from 'node:path';

/** Where files are made before they get their names; no key leads there. */
export const TEMPORARY = '.tmp';

/** A key is a path below the folder: no step out of it, nor into where files are made. */
export function isKey(key: string): boolean {
  const steps = key.split('/');
  return steps[0] !== TEMPORARY && steps.every((step) => !/^\.{0,2}$|[\\\0]/.test(step));
}

/** @throws Error with the code EINVAL for what is no key */
export function pathOf(folder: string, key: string): string {
  if (!isKey(key)) throw Object.assign(new Error('no key of a store'), { code: 'EINVAL' });
  return join(folder, ...key.split('/'));
}
