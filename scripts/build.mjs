/**
 * Builds what users start, dist/segment-evidence.mjs, and what they import, the modules below dist/src and
 * dist/schemas. What was built from the same sources already is not built again: `npm ci` builds once,
 * and the commands after it start at once.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyScriptModule } from './browser-bundles.mjs';
import { bundle, ROOT } from './bundle.mjs';

const DIST = join(ROOT, 'dist');
const COMMAND_LINE = join(DIST, 'segment-evidence.mjs');
const FOLDERS = ['src', 'schemas', 'jobs'];
const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/browser-bundles.mjs',
  'scripts/browser-globals.mjs',
  'scripts/browser-yauzl.mjs',
];

/** The command line is what tests start: without the library, it is there within a second. */
async function buildCommandLine() {
  await unlessBuilt('command-line', COMMAND_LINE, async () => {
    writeWhole(COMMAND_LINE, await bundleCommandLine(), 0o755);
  });
}

/** Not minified: whoever doubts us can read what runs, and a stack trace names lines. */
export async function bundleCommandLine() {
  const { code } = await bundle('src/cli.ts', { target: 'node20.19' });
  return code;
}

/** What vitest calls before the first test. */
export { buildCommandLine as setup };

/** What an auditor opens who has nothing installed. */
async function buildVerifyPage() {
  const page = join(DIST, 'verify.html');
  await unlessBuilt('verify-page', page, async () => {
    const { code } = await bundle('src/report/verify/document.ts', { target: 'node20.19', banner: {} });
    const { verifyDocument } = await import(`data:text/javascript;base64,${code.toString('base64')}`);
    writeWhole(page, verifyDocument(), 0o644);
  });
}

async function buildLibrary() {
  await unlessBuilt('library', join(DIST, 'src/index.js'), async () => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(status ?? 1);
    writeWhole(join(DIST, 'src/report/verify/script.js'), await verifyScriptModule(), 0o644);
  });
}

/** Builds unless `output` is there and was built from sources of the same digest; notes the digest after it. */
async function unlessBuilt(what, output, build) {
  const note = join(DIST, `.${what}.sha256`);
  const digest = digestOfSources();
  if (existsSync(output) && existsSync(note) && readFileSync(note, 'utf8') === digest) return;
  mkdirSync(DIST, { recursive: true });
  await build();
  writeWhole(note, digest, 0o644);
}

function digestOfSources() {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const path of [...FILES, ...below.sort()]) {
    const bytes = readFileSync(join(ROOT, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** By another name first: whoever starts the file meanwhile gets the old one or the new one, whole. */
function writeWhole(path, content, mode) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}

if (process.argv[1] === import.meta.filename) {
  await buildCommandLine();
  await buildLibrary();
  await buildVerifyPage();
}
