/**
 * Lines of text as encrypted files of a resume point and back, each file small enough to be held in memory:
 * a population of any size streams through, and nothing is taken from a file before all of it has been checked.
 */
import type { ResumeFile } from '../../schemas/resume-point.ts';
import { sha256 } from '../evidence/canonical.ts';
import { readUpTo, toContent } from '../store/content.ts';
import { keyOf, purposeOf, type ResumePlace } from './place.ts';

/** Characters of a file, as a rule; a longer line has a file of its own. */
const PART_CHARACTERS = 2 * 1024 * 1024;

/** Writes lines, none of which may hold a line break; returns the files. @throws StoreError */
export async function writeParts(
  place: ResumePlace,
  lines: AsyncIterable<string> | Iterable<string>,
  nextPath: () => string,
): Promise<readonly ResumeFile[]> {
  const files: ResumeFile[] = [];
  let held: string[] = [];
  let characters = 0;
  const flush = async () => {
    const path = nextPath();
    const content = toContent(place.cipher.encrypt(purposeOf(place, path), Buffer.from(held.join('\n'))));
    held = [];
    characters = 0;
    await place.store.put(keyOf(place, path), content);
    files.push({ path, bytes: content.bytes, sha256: content.sha256 });
  };
  for await (const line of lines) {
    held.push(line);
    characters += line.length + 1;
    if (characters >= PART_CHARACTERS) await flush();
  }
  if (held.length > 0) await flush();
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
