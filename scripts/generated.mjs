/** Generated files: written, or with `--check` only compared. Exit 1 names those that are out of date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root folder that the paths are relative to
 * @param {ReadonlyMap<string, string>} files content by path
 * @param {string} remedy command that brings them up to date
 */
export function writeOrCheck(root, files, remedy) {
  const stale = [...files].filter(([path, content]) => !isSame(join(root, path), content));
  if (!process.argv.includes('--check')) {
    for (const [path, content] of stale) writeFileSync(join(root, path), content);
    console.log(`${files.size} files, ${stale.length} written`);
    return;
  }
  for (const [path] of stale) console.error(`out of date: ${path}`);
  if (stale.length === 0) return;
  console.error(`Bring them up to date: ${remedy}`);
  process.exitCode = 1;
}

function isSame(path, content) {
  return existsSync(path) && readFileSync(path, 'utf8') === content;
}
