/** A folder packed into a ZIP file again, as somebody does who changed something in it. Links stay links. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

const LINK = { os: 3, attrs: 0o120777 << 16 } as const;

export function packedAgain(folder: string): Uint8Array {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const files = found.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = `${basename(folder)}/${relative(folder, path)}`;
    return [name, entry.isSymbolicLink() ? [Buffer.from(readlinkSync(path)), LINK] : readFileSync(path)];
  });
  return zipSync(Object.fromEntries(files) as Zippable, { level: 1 });
}

const JUNK = Buffer.alloc(7, 'j');
const END_BYTES = 22;

/** Returns it with something behind the last file that was packed, which counts as packed too. */
export function junked(archive: Uint8Array): Buffer {
  const bytes = Buffer.from(archive);
  const contents = bytes.readUInt32LE(bytes.length - END_BYTES + 16);
  const changed = Buffer.concat([bytes.subarray(0, contents), JUNK, bytes.subarray(contents)]);
  const add = (at: number) => changed.writeUInt32LE(changed.readUInt32LE(at) + JUNK.length, at);
  add(changed.length - END_BYTES + 16);
  // Files lie in the order of their lines.
  const line = changed.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  add(line + 20);
  add(changed.readUInt32LE(line + 42) + 18);
  return changed;
}
