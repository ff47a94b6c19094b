/**
 * Lines of text as encrypted files of a resume point and back, each file small enough to be held in memory:
 * a population of any size streams through, and nothing is taken from a file before all of it has been checked.
 */
import type { ResumeFile } from '../../schemas/resume-point.ts';
import { sha256 } from '../evidence/canonical.ts';
import { readUpTo, toContent } from '../store/content.ts';
import { keyOf, purposeOf, type ResumePlace } from './place.ts';

/** Of a file, before it is encrypted; a longer line has a file of its own. */
const PART_BYTES = 1024 * 1024;
/** UTF-8 takes at most so many bytes for a UTF-16 code unit. */
const MOST_BYTES_A_UNIT = 3;
const LF = 0x0a;

/** Writes lines, none of which may be empty or hold a line break; returns the files. @throws StoreError */
export async function writeParts(
  place: ResumePlace,
  lines: AsyncIterable<string> | Iterable<string>,
  nextPath: () => string,
): Promise<readonly ResumeFile[]> {
  const files: ResumeFile[] = [];
  const put = async (text: Uint8Array) => {
    const path = nextPath();
    const content = toContent(place.cipher.encrypt(purposeOf(place, path), text));
    await place.store.put(keyOf(place, path), content);
    files.push({ path, bytes: content.bytes, sha256: content.sha256 });
  };
  // One for all files: what is made anew for each stays until it is collected, which is long for what is not on the heap.
  const held = Buffer.allocUnsafeSlow(PART_BYTES);
  let size = 0;
  const flush = async () => {
    if (size > 0) await put(held.subarray(0, size));
    size = 0;
  };
  for await (const line of lines) {
    const most = line.length * MOST_BYTES_A_UNIT + 1;
    if (size + most > held.length) await flush();
    if (most > held.length) {
      await put(Buffer.from(line));
      continue;
    }
    if (size > 0) size = held.writeUInt8(LF, size);
    size += held.write(line, size, 'utf8');
  }
  await flush();
  return files;
}

/** A resume point that cannot be taken over, and why in words. */
export class Unusable extends Error {}

/** Yields the lines of files in their order. @throws Unusable; StoreError READ_FAILED */
export async function* readParts(place: ResumePlace, files: readonly ResumeFile[]): AsyncGenerator<string> {
  for (const { path, bytes, sha256: expected } of files) {
    const found = await readUpTo(place.store, keyOf(place, path), bytes);
    if (found === undefined || sha256(found) !== expected)
      throw new Unusable('a file is not what was signed');
    const text = place.cipher.decrypt(purposeOf(place, path), found);
    if (text === undefined) throw new Unusable('a file cannot be decrypted');
    yield* text.toString('utf8').split('\n');
  }
}
