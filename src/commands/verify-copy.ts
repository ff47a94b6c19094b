/** Folders in which evidence is only looked at. */
import { basename } from 'node:path';
import { openFolderStore } from '../store/folder.ts';
import type { Store } from '../store/store.ts';
import { openCopied } from '../verify/copied.ts';

/** Nothing is ever written here, so no name for a temporary file is needed. */
export function openFolder(folder: string): Store {
  return openFolderStore(folder, () => 'never');
}

/** A connection's folder somewhere else, under any name. */
export function openCopy(folder: string): Promise<Store> {
  return openCopied(openFolder(folder), basename(folder));
}
