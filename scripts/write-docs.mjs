/**
 * Writes the generated parts of README.md and docs, each between its two markers:
 *
 *     <!-- resources:start -->
 *     …
 *     <!-- resources:end -->
 *
 * Runs on the built package: `npm run docs`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parts } from './doc-parts.mjs';
import { writeOrCheck } from './generated.mjs';

const root = resolve(import.meta.dirname, '..');
const pages = new Map();
const problems = [];
for (const { page, name, text } of parts) {
  const path = join(root, page);
  const before = pages.get(page) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const after = withPart(before, name, text);
  if (after === undefined) {
    problems.push(`${page}: expected ${marker(name, 'start')} and then ${marker(name, 'end')}, once each`);
  } else pages.set(page, after);
}
if (problems.length === 0) writeOrCheck(root, pages, 'npm run docs');
else {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}

function marker(name, edge) {
  return `<!-- ${name}:${edge} -->`;
}

/** Returns the page with the part in it; undefined when its place is not to be found. */
function withPart(page, name, text) {
  const [before, rest, again] = page.split(marker(name, 'start'));
  const [, after, ...more] = rest?.split(marker(name, 'end')) ?? [];
  if (after === undefined || again !== undefined || more.length > 0) return undefined;
  return `${before}${marker(name, 'start')}\n${text}\n${marker(name, 'end')}${after}`;
}
