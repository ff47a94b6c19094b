/** What `npm run build` makes, for tests of it: built where it is not, as it is before `npm test`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './source-tree.ts';

/** Builds the command line and the library, unless they are built from these sources. */
export function buildAll(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { stdio: 'pipe' });
}
