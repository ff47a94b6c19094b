/** Keys of a folder store as paths. Pure. */
import { join } from 'node:path';
import { isKey } from './key.ts';

/** @throws Error with the code EINVAL for what is no key */
export function pathOf(folder: string, key: string): string {
  if (!isKey(key)) throw Object.assign(new Error('no key of a store'), { code: 'EINVAL' });
  return join(folder, ...key.split('/'));
}
