/** Exports of a sealed store, as the command line makes them, whole or unpacked. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { runInside, steady } from './inside.ts';
import { createSealedStore, PUBLIC_KEY_PEM, type SealedStore } from './sealed-store.ts';

/** Of the four runs, the last two: of the first record there is a hash, of the second no snapshot. */
export const LAST_TWO = ['--from', '2026-11-24', '--to', '2026-11-25'] as const;
export const FOLDER = 'segment-evidence-golden-2026-11-24-to-2026-11-25';
export const KEY_FILE = 'key.pem';

/** A store with a key beside it. Its `root` is where commands run. */
export function storeToExport(from?: string): SealedStore {
  const store = createSealedStore(from);
  writeFileSync(join(store.root, KEY_FILE), PUBLIC_KEY_PEM);
  return store;
}

/** Runs the command line in a folder, at one instant. */
export const runIn = (dir: string, ...args: readonly string[]) =>
  runInside(args, {
    dir,
    surroundings: steady({ now: () => new Date('2026-11-26T12:00:00.000Z') }),
  });

/** Exports a period of a store into a file, by default its last two runs. */
export async function exportInto(
  store: SealedStore,
  out: string,
  period: readonly string[] = LAST_TWO,
  ...more: readonly string[]
): Promise<Buffer> {
  const named = ['--store', store.root, '--key', KEY_FILE, '--out', out];
  const { code, stderr } = await runIn(store.root, 'export', ...period, ...named, ...more);
  if (code !== 0 && code !== 4) throw new Error(`export ended with ${code}: ${stderr}`);
  return readFileSync(join(store.root, out));
}

/** The files of an archive, by their names in it. */
export const filesIn = (archive: Uint8Array): Map<string, Uint8Array> =>
  new Map(Object.entries(unzipSync(archive)));

/** Writes files below a folder. */
export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** Packs files as another program would. */
export const packed = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  zipSync(Object.fromEntries(files) as Zippable);

export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
