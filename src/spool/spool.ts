/**
 * Holds the lines of one file between reading and sealing, and gives them back in order.
 * Small populations stay in memory; larger ones go to disk in sorted runs, encrypted under a key that
 * lives only in this process, since a secret is withheld for certain only in the finished file.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { MachineError } from '../errors.ts';
import type { KeyedLine } from '../evidence/artifact.ts';
import { HeldLines } from './held-lines.ts';
import { merged } from './merge.ts';
import { type RunFile, readRun, writeRun } from './run-file.ts';

/** Characters held in memory before a run goes to disk. */
export const DEFAULT_RUN_CHARACTERS = 2 * 1024 * 1024;

/** Of the first run; the second is twice as long, the third three times: most resources hold little until the run ends. */
const FIRST_RUN_CHARACTERS = 256 * 1024;

/** Read at a time, of all runs of a spool together; of one run within these bounds. */
const READ_BYTES = 2 * 1024 * 1024;
const [SMALLEST_READ_BYTES, LARGEST_READ_BYTES] = [8 * 1024, 64 * 1024];

export class Spool {
  readonly #runCharacters: number;
  readonly #held = new HeldLines();
  #runs: RunFile[] = [];
  #folder: string | undefined;
  #spilling: Promise<void> | undefined;

  constructor(runCharacters: number = DEFAULT_RUN_CHARACTERS) {
    this.#runCharacters = runCharacters;
  }

  /** Takes a line. Await the result before adding more: it waits for the disk when memory is full. */
  async add(line: KeyedLine): Promise<void> {
    while (this.#spilling !== undefined) await this.#spilling;
    this.#held.add(line);
    const enough = Math.min(this.#runCharacters, FIRST_RUN_CHARACTERS * (this.#runs.length + 1));
    if (this.#held.characters < enough) return;
    // A run that failed stays here: whoever adds or reads after it must hear of it.
    this.#spilling = this.#spill().then(() => {
      this.#spilling = undefined;
    });
    await this.#spilling;
  }

  /** Yields all lines by key in UTF-16 code units, then by line. May be called again. */
  async *sorted(): AsyncGenerator<KeyedLine> {
    await this.#spilling;
    const evenly = Math.floor(READ_BYTES / Math.max(1, this.#runs.length));
    const blockBytes = Math.max(SMALLEST_READ_BYTES, Math.min(LARGEST_READ_BYTES, evenly));
    const readers = [...this.#runs.map((run) => readBack(run, blockBytes)), this.#held.sorted()];
    try {
      yield* merged(readers);
    } finally {
      // A reader that stops early must leave no run open: it could not be removed everywhere.
      await Promise.all(readers.map((reader) => reader.return(undefined)));
    }
  }

  /** Removes what is on disk. */
  async close(): Promise<void> {
    await this.#spilling?.catch(() => undefined);
    this.#held.free();
    this.#runs = [];
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #spill(): Promise<void> {
    try {
      this.#folder ??= await mkdtemp(join(tmpdir(), 'segment-evidence-'));
      const file = join(this.#folder, String(this.#runs.length));
      const run = { file, key: randomBytes(32), iv: randomBytes(16) };
      await writeRun(run, this.#held.entries());
      this.#runs.push(run);
    } catch (error) {
      throw temporaryError(error, 'write');
    }
    this.#held.clear();
  }
}

async function* readBack(run: RunFile, blockBytes: number): AsyncGenerator<readonly KeyedLine[]> {
  try {
    yield* readRun(run, blockBytes);
  } catch (error) {
    throw temporaryError(error, 'read');
  }
}

/** This machine lacks room, or a place, for what a run holds between reading and sealing. */
function temporaryError(error: unknown, what: 'write' | 'read'): unknown {
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
