/** The records of the first golden snapshot: every resource of a simulated workspace, read whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { StoredRecord } from '../../schemas/lines.ts';

const SNAPSHOTS = resolve(
  import.meta.dirname,
  '../golden/store/segment-evidence/v1/golden/snapshots/2026/11/22',
);

/** Returns them by resource, sorted by id as they are sealed. */
export function goldenRecords(): Readonly<Record<string, readonly StoredRecord[]>> {
  const [first = ''] = readdirSync(SNAPSHOTS);
  const folder = join(SNAPSHOTS, first, 'data/resources');
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file.replace(/\.jsonl$/, ''), recordsIn(join(folder, file))]),
  );
}

function recordsIn(path: string): readonly StoredRecord[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as StoredRecord);
}
