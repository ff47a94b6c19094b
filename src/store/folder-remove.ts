/**
 * Removes files of resume points from a folder, and the folders that this empties. Nothing else: a key of
 * evidence is refused before the disk is asked, and no link on the way is followed.
 */
import { rmdir, unlink } from 'node:fs/promises';
import { StoreError } from '../errors.ts';
import { codeOf, hasCode, hintFor } from './folder-errors.ts';
import { pathOf } from './folder-path.ts';
import { isResumeKey } from './layout.ts';

/** `obstacle` names the first step of a path that is no folder. @throws StoreError WRITE_FAILED; Error for another key */
export async function removeFile(
  folder: string,
  key: string,
  obstacle: (path: string) => Promise<string | undefined>,
): Promise<void> {
  if (!isResumeKey(key)) throw new Error(`remove: ${key}: expected a part of a resume point`);
  const above = key.slice(0, key.lastIndexOf('/'));
  // Behind a link somebody else's files would be removed.
  if ((await obstacle(above)) !== undefined) return;
  try {
    await unlink(pathOf(folder, key));
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw removeFailed(key, folder, cause);
  }
  await removeEmpty(folder, above);
}

/** Up to and with `resume/` itself. One that another run is writing to is not empty, and stays. */
async function removeEmpty(folder: string, key: string): Promise<void> {
  for (let path = key; isResumeKey(`${path}/`); path = path.slice(0, path.lastIndexOf('/'))) {
    const isGone = await rmdir(pathOf(folder, path)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}

function removeFailed(key: string, folder: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'WRITE_FAILED',
    key,
    message: `remove: ${key}: expected to remove it, got ${codeOf(cause)}`,
    found: codeOf(cause),
    hint: hintFor(codeOf(cause), folder),
    cause,
  });
}
