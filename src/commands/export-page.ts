/** The page that checks an export in a browser, as it was built beside this program. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PAGE = 'verify.html';

/** Beside the one file that runs; or, where the program runs from many, in what was built of them. */
const PLACES = [PAGE, `../../${PAGE}`, `../../dist/${PAGE}`];

/** Returns the page; undefined where none was built. */
export async function readPage(): Promise<Uint8Array | undefined> {
  for (const place of PLACES) {
    const found = await readFile(join(import.meta.dirname, place)).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}
