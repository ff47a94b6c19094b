/** What is said where this machine has no room, or no place, for temporary files. */
import { tmpdir } from 'node:os';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { MachineError } from '../errors.ts';

/** Returns what an act upon a temporary file does. @throws MachineError NO_TEMPORARY_FILES, NO_DESCRIPTORS */
export async function onDisk<T>(what: 'write' | 'read', act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw temporaryError(error, what);
  }
}

/** This machine lacks room, or a place, for what a run holds between reading and sealing. */
export function temporaryError(error: unknown, what: 'write' | 'read'): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^E[A-Z]+$/.test(code)) return error;
  const isShort = isShortOfDescriptors(code);
  return new MachineError({
    code: isShort ? 'NO_DESCRIPTORS' : 'NO_TEMPORARY_FILES',
    message: `hold records: ${tmpdir()}: expected to ${what} a temporary file, got ${code}`,
    hint: isShort
      ? MORE_DESCRIPTORS
      : TEMPORARY_HINTS[code === 'ENOSPC' || code === 'EDQUOT' ? 'room' : 'place'],
    cause: error,
  });
}

const TEMPORARY_HINTS = {
  room: 'Free space there, or name a folder with more room in TMPDIR.',
  place: 'Give this user write access there, or name another folder in TMPDIR.',
};
