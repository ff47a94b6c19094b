/** A file that somebody names in place of a store: an export, or a store that was packed into a ZIP file. */
import { open } from 'node:fs/promises';
import { EXIT, UnverifiedError, UsageError } from '../errors.ts';
import { unpacked } from '../store/exported.ts';
import type { Store } from '../store/store.ts';
import { openZipStore } from '../store/zip.ts';

export type OpenedArchive =
  | { readonly store: Store }
  | { readonly kind: 'hostile' | 'cut' | 'other' | 'no-archive'; readonly found: string };

/** Returns what is in a file, or why it is not read. */
export async function openArchive(path: string): Promise<OpenedArchive> {
  if (!/\.zip$/i.test(path) && !(await beginsAsZip(path)))
    return { kind: 'no-archive', found: 'another file' };
  const archive = await openZipStore(path);
  if ('kind' in archive) return archive;
  const found = await unpacked(archive);
  return found.kind === 'store' ? { store: found.store } : found;
}

/**
 * Returns the store in a file, for a command that answers from it.
 * @throws UnverifiedError where it is not as programs pack files, or not whole; UsageError for any other file
 */
export async function storeInArchive(path: string): Promise<Store> {
  const found = await openArchive(path);
  if ('store' in found) return found.store;
  const message = `--store ${path}: expected a store, or an export in a ZIP file, got ${found.found}`;
  if (found.kind === 'no-archive' || found.kind === 'other')
    throw new UsageError({ message, hint: 'Name the store itself, or an export of it.' });
  const isHostile = found.kind === 'hostile';
  throw new UnverifiedError({
    code: 'NOT_VERIFIED',
    message,
    hint: 'Get the file again from where it came from, and compare its SHA-256.',
    problems: [found.found],
    exitCode: isHostile ? EXIT.verificationFailed : EXIT.cannotJudge,
  });
}

async function beginsAsZip(path: string): Promise<boolean> {
  const opened = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === 'PK';
  } finally {
    await opened.close();
  }
}
