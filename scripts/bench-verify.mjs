/** A year of daily snapshots, mostly unchanged, one gigabyte; and one large snapshot: how fast they are verified. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, withFolder, withServer, writeConfiguration } from './bench-processes.mjs';
import { asRatio, inMegabytes, inSeconds, table } from './bench-table.mjs';

/** `share`: of the largest workspace we expect. */
const STORES = [
  { name: 'a year of days', days: 365, share: 0.025 },
  { name: 'one snapshot', days: 1, share: 0.12 },
];

const BUNDLE = join(import.meta.dirname, '../dist/segment-evidence.mjs');

export const title = 'Verifying, against `sha256sum` over the same files';

export async function run() {
  const rows = [];
  for (const { name, days, share } of STORES) {
    const row = await withServer({ share }, ({ address }) =>
      withFolder(async (folder) => {
        writeConfiguration(folder, address);
        const { root, keyPath } = await measure('bench-verify-store.mjs', { ...address, folder, days });
        return [name, ...figuresOf(folder, root, keyPath)];
      }),
    );
    rows.push(row);
  }
  return table(['store', 'files', 'bytes', '`sha256sum`', '`verify`', 'ratio', 'peak memory'], rows);
}

function figuresOf(folder, root, keyPath) {
  const [files, bytes] = sizeOf(root);
  const hashed = secondsOf('find', [root, '-type', 'f', '-exec', 'sha256sum', '{}', '+']);
  const spentAt = join(folder, 'spent.json');
  const flags = ['--import', join(import.meta.dirname, 'bench-at-exit.mjs')];
  const verified = secondsOf(process.execPath, [...flags, BUNDLE, 'verify', root, '--key', keyPath], {
    BENCH_SPENT: spentAt,
  });
  const { peakBytes } = JSON.parse(readFileSync(spentAt, 'utf8'));
  return [
    files.toLocaleString('en'),
    inMegabytes(bytes),
    inSeconds(hashed),
    inSeconds(verified),
    asRatio(hashed / verified),
    inMegabytes(peakBytes),
  ];
}

/** The best of three: what else the machine does only makes it slower. */
function secondsOf(command, args, env = {}) {
  const seconds = [1, 2, 3].map(() => {
    const startedMs = performance.now();
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
    return (performance.now() - startedMs) / 1000;
  });
  return Math.min(...seconds);
}

/** Returns how many files there are below a folder, and their bytes. */
function sizeOf(root) {
  const sizes = execFileSync('find', [root, '-type', 'f', '-printf', '%s\\n'], { encoding: 'utf8' });
  const each = sizes.trimEnd().split('\n').map(Number);
  return [each.length, each.reduce((sum, bytes) => sum + bytes, 0)];
}
