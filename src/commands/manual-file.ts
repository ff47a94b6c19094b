/** The file that somebody attaches: what may not be kept is refused before anything is stored. */
import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { CERTAIN_KINDS, scanForSecrets } from '../evidence/secret-scan.ts';
import { readGivenBytes } from './given-files.ts';

const MEBIBYTE = 1024 * 1024;
/** As for every object that is read whole. */
export const MOST_ATTACHED_BYTES = 64 * MEBIBYTE;

/** Returns its bytes. @throws UsageError for a link, nothing, too much, or a secret in it */
export async function readAttachment(command: string, file: string, cwd: string): Promise<Buffer> {
  const refuse = (expected: string, got: string, hint: string) =>
    new UsageError({
      message: `${command}: FILE ${JSON.stringify(file)}: expected ${expected}, got ${got}`,
      hint,
    });
  const facts = await lstat(resolve(cwd, file)).catch(() => undefined);
  if (facts?.isSymbolicLink() === true)
    throw refuse(
      'a regular file',
      'a link',
      'Name the file itself: what a link leads to may be another one tomorrow.',
    );
  if (facts?.isFile() === true && facts.size > MOST_ATTACHED_BYTES)
    throw refuse(
      `at most ${MOST_ATTACHED_BYTES / MEBIBYTE} MiB`,
      `${Math.ceil(facts.size / MEBIBYTE)} MiB`,
      'Attach an excerpt, or keep the whole elsewhere and attach its SHA-256.',
    );
  const bytes = await readGivenBytes(command, 'FILE', file, cwd, MOST_ATTACHED_BYTES);
  if (bytes.length === 0)
    throw refuse('a file with something in it', 'an empty one', 'Save it again, and look into it.');
  const [kind] = secretsIn(bytes);
  if (kind !== undefined)
    throw refuse(
      'a file without secrets',
      `one with something like a ${kind.replaceAll('-', ' ')}`,
      'Black it out: what is stored stays readable for as long as the evidence. If it is real, replace it.',
    );
  return bytes;
}

/** What is packed, as in a PDF or an archive, cannot be looked into. */
function secretsIn(bytes: Buffer): readonly string[] {
  const texts = [bytes.toString('latin1')];
  // Text of two bytes a letter, as some editors and mail programs write it, alone or in something else.
  if (bytes.includes(0)) texts.push((texts[0] ?? '').replaceAll('\0', ''));
  return texts.flatMap((text) => Object.keys(scanForSecrets(text, CERTAIN_KINDS).counts));
}
