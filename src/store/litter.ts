/**
 * What file managers, file servers and consoles leave behind in any folder that somebody looks at or shares.
 * Pure. By its name alone, whatever is in it: evidence is never called so, and nobody takes it for any.
 */
import { isRecordNamed } from './layout.ts';
import type { StoredKey } from './store.ts';

const FILES = /^(?:\.DS_Store|\._.+|\.nfs[0-9a-f]{8,}|(?:eh)?Thumbs\.db|desktop\.ini)$/i;
const FOLDERS =
  /^(?:@eaDir|\.AppleDouble|__MACOSX|\.Trashes|\.Spotlight-V100|\.fseventsd|System Volume Information)$/;

/** Whether an object is litter. A link or a device is none, by whatever name. */
export function isLitter({ key, bytes, isRegular }: StoredKey): boolean {
  if (!isRegular) return false;
  // What the console of a bucket makes for a folder: an object without a byte.
  if (key.endsWith('/')) return bytes === 0 && isLitterName(key);
  return isLitterName(key);
}

/** Whether a key is one of litter, as far as its name says. */
export function isLitterName(key: string): boolean {
  const steps = key.split('/');
  const name = steps.pop() ?? '';
  // A folder of a record's name is in that record's way.
  if (steps.some((step) => isRecordNamed(`${step}/`))) return false;
  return name === '' || FILES.test(name) || steps.some((step) => FOLDERS.test(step));
}
