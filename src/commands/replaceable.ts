/** Which files an answer may take the place of: an earlier answer, and nothing that somebody else made. */
import { lstat, open, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { ROOT } from '../store/layout.ts';

/** Evidence, keys, configurations, notes and devices are not replaced by an answer. @throws UsageError */
export async function assertReplaceable(command: string, file: string): Promise<void> {
  const refuse = (found: string) =>
    new UsageError({
      message: `${command}: --out ${file}: expected a new file, or one to replace, got ${found}`,
      hint: 'Name another file, outside of the store.',
    });
  const folder = await realpath(dirname(file)).catch(() => dirname(file));
  if (`${folder.replaceAll(sep, '/')}/`.includes(`/${ROOT}/`)) throw refuse('a place in a store');
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isFile()) throw refuse('something that is not a regular file');
  if ((found.mode & ANYBODY_WRITES) === 0) throw refuse('a file that may only be read');
  if (!isAnswer(await headOf(file))) throw refuse('a file that is no answer of this program');
}

/** Nothing may be there at all: somebody may have filled in what is. @throws UsageError */
export async function assertNew(command: string, out: string | undefined, cwd: string): Promise<void> {
  if (out === undefined || (await lstat(resolve(cwd, out)).catch(() => undefined)) === undefined) return;
  throw new UsageError({
    message: `${command}: --out ${out}: expected a new file, got one that is there, and may hold decisions`,
    hint: 'Name another file. What is decided in this one is handed in by review import.',
  });
}

const ANYBODY_WRITES = 0o222;
const HEAD_BYTES = 512;

/** How answers begin, and exports. An empty file is as good as none. */
const BEGINNINGS = [
  /^$/,
  /^(NOT )?COMPLETE: /,
  /^PK/,
  /^\{\s*"schema":\s*"segment-evidence\/[^"]*",\s*"standing":/,
  /^\{"assessment-results":/,
  /^\{"activity_id":/,
  /^<!doctype html>\n<html lang="en" data-made-by="segment-evidence">/,
] as const;

const isAnswer = (head: string) => BEGINNINGS.some((each) => each.test(head));

async function headOf(file: string): Promise<string> {
  const opened = await open(file, 'r').catch(() => undefined);
  if (opened === undefined) return 'cannot be read';
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await opened.close();
  }
}
