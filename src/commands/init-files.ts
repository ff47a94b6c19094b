/** The files that `init` makes beside the configuration: keys that are not there yet, and what keeps them out of git. */
import { generateKeySync } from 'node:crypto';
import { access, appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { EvidenceError, StoreError, UsageError } from '../errors.ts';
import type { Answers } from './init-questions.ts';
import { keygen } from './keygen.ts';

/** Makes the signing key and the fingerprint key where they are files and not there; returns the paths of those made. */
export async function makeMissingKeys(answers: Answers, folder: string): Promise<readonly string[]> {
  const made: string[] = [];
  const signing = filePath(answers.signingKey, folder);
  if (signing !== undefined && !(await isThere(signing))) {
    await keygen({ out: signing, cwd: folder });
    made.push(signing);
  }
  const fingerprint = filePath(answers.fingerprintKey, folder);
  if (fingerprint !== undefined && !(await isThere(fingerprint))) {
    const key = generateKeySync('hmac', { length: 256 }).export().toString('hex');
    await writing(fingerprint, async () => {
      await mkdir(dirname(fingerprint), { recursive: true, mode: 0o700 });
      await writeFile(fingerprint, `hex:${key}\n`, { mode: 0o600, flag: 'wx' });
    });
    made.push(fingerprint);
  }
  return made;
}

/**
 * Keeps every file with a secret that lies below the folder out of git, by a line each in its `.gitignore`. What is
 * there already stays. Returns the path when something was written.
 */
export async function ignoreSecrets(answers: Answers, folder: string): Promise<string | undefined> {
  const { signingKey, fingerprintKey, tokenRef, writeKey, timestampUrl } = answers;
  const references = [signingKey, fingerprintKey, tokenRef, writeKey, timestampUrl];
  const wanted = references.flatMap((reference) => {
    const path = filePath(reference, folder);
    const below = path === undefined ? '..' : relative(folder, path);
    return below.startsWith('..') || isAbsolute(below) ? [] : [`/${below.replaceAll(sep, '/')}`];
  });
  const file = join(folder, '.gitignore');
  const before = await readFile(file, 'utf8').catch(() => '');
  const known = new Set(before.split(/\r?\n/));
  const missing = wanted.filter((line) => !known.has(line));
  if (missing.length === 0) return undefined;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await writing(file, () => appendFile(file, `${gap}${missing.join('\n')}\n`));
  return file;
}

/** Does what writes a file; says in our words what is in the way. @throws StoreError, UsageError */
export async function writing(shown: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
    if (code === 'EEXIST') throw taken(shown);
    throw new StoreError({
      code: 'WRITE_FAILED',
      key: shown,
      message: `init: ${shown}: expected to write there, got ${code}`,
      hint: 'Choose a folder you may write to.',
      cause,
    });
  }
}

export function taken(shown: string): UsageError {
  return new UsageError({
    message: `init: ${shown}: expected no file there, got one`,
    hint: 'Add a connection to it with --add, name another one with --config, or overwrite it with --force.',
  });
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function filePath(reference: string | undefined, folder: string): string | undefined {
  return reference?.startsWith('file:') === true
    ? resolve(folder, reference.slice('file:'.length))
    : undefined;
}
