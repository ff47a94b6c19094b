/**
 * Writes src/checks/index.ts, the list of all checks, from the files that there are: a new check is one new file. A folder
 * in src/checks is an area, and each file in it a check; what checks share is in src/checks/facts, and what none can tell in
 * src/checks/manual.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeOrCheck } from './generated.mjs';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'src/checks');
const NO_AREAS = ['facts', 'manual'];

const areas = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !NO_AREAS.includes(entry.name))
  .map(({ name }) => name);
const files = areas
  .flatMap((area) => readdirSync(join(folder, area)).map((file) => `${area}/${file}`))
  .filter((path) => path.endsWith('.ts'))
  .sort();

/** `membership/no-orphan-user-groups.ts` is `membershipNoOrphanUserGroups`. */
function nameOf(path) {
  const [first, ...rest] = path.replace(/\.ts$/, '').split(/[-/]/);
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const text = [
  '/** All checks, by area and file. Written by `npm run docs` from the files that there are. */',
  "import type { Check } from './check.ts';",
  ...files.map((path) => `import { check as ${nameOf(path)} } from './${path}';`),
  '',
  'export const checks: readonly Check[] = [',
  ...files.map((path) => `  ${nameOf(path)},`),
  '];',
  '',
].join('\n');

writeOrCheck(root, new Map([['src/checks/index.ts', text]]), 'npm run docs');
