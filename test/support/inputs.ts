/** Files of the company's own, written for a test and read as a run reads them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputName } from '../../schemas/input-entry.ts';
import { openInput } from '../../src/config/inputs/input-file.ts';
import type { InputSource } from '../../src/evidence/input-source.ts';

/** Returns a file of these lines, as `changes.inputs` of a run takes it. `asOf`: null for when it was written. */
export function inputOf(
  name: InputName,
  lines: readonly string[] | Uint8Array,
  asOf: string | null = '2026-11-21',
): InputSource {
  const path = writeInput(name, lines);
  const place = { path: `policy.files.${name}` };
  return openInput({ name, path, shown: `${name}.csv`, place, ...(asOf === null ? {} : { asOf }) });
}

let folder: string | undefined;
let files = 0;

/** Returns the path of a file of these lines, which is gone with the process. */
export function writeInput(name: string, lines: readonly string[] | Uint8Array): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'evidence-inputs-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  files += 1;
  const path = join(folder, `${files}-${name}.csv`);
  writeFileSync(path, lines instanceof Uint8Array ? lines : `${lines.join('\n')}\n`);
  return path;
}
