/**
 * Holds the lines of one file between reading and sealing, and gives them back in order.
 * Small populations stay in memory; larger ones go to disk in sorted runs, encrypted under a key that
 * lives only in this process, since a secret is withheld for certain only in the finished file.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyedLine } from '../evidence/line-block.ts';
import { HeldLines } from './held-lines.ts';
import { merged } from './merge.ts';
import { Room } from './room.ts';
import { type Run, readRun, writeRun } from './run-file.ts';
import { onDisk, temporaryError } from './temporary.ts';

/** Characters of one spool held in memory before a run goes to disk, however much room there is. */
export const DEFAULT_RUN_CHARACTERS = 4 * 1024 * 1024;

/** Read at a time, of all runs of a spool together; of one run within these bounds. */
const READ_BYTES = 2 * 1024 * 1024;
const [SMALLEST_READ_BYTES, LARGEST_READ_BYTES] = [4 * 1024, 64 * 1024];

export class Spool {
  readonly #runCharacters: number;
  readonly #room: Room;
  readonly #held: HeldLines;
  #runs: Run[] = [];
  #folder: string | undefined;
  #spilling: Promise<void> | undefined;
  #readers = 0;

  /** `room`: what it shares with the other spools of its run. */
  constructor(runCharacters: number = DEFAULT_RUN_CHARACTERS, room: Room = new Room()) {
    this.#runCharacters = runCharacters;
    this.#room = room;
    this.#held = new HeldLines(room);
    room.enter(this);
  }

  /** Takes a line. Await the result, if there is one, before adding more: it waits for the disk when memory is full. */
  add(line: KeyedLine): Promise<void> | undefined {
    if (this.#spilling !== undefined) return this.#addBehind(line);
    this.#held.add(line);
    if (this.#held.characters >= this.#runCharacters) return this.spill();
    return this.#room.isFull ? this.#room.makeRoom() : undefined;
  }

  async #addBehind(line: KeyedLine): Promise<void> {
    while (this.#spilling !== undefined) await this.#spilling;
    await this.add(line);
  }

  /** Nothing while lines are read: they are read from where they are. */
  get spillableBytes(): number {
    return this.#spilling === undefined && this.#readers === 0 ? this.#held.roomBytes : 0;
  }

  /** Moves what is held to disk. */
  async spill(): Promise<void> {
    // A run that failed stays here: whoever adds or reads after it must hear of it.
    this.#spilling ??= this.#spill().then(() => {
      this.#spilling = undefined;
    });
    await this.#spilling;
  }

  /** Yields all lines by key in UTF-16 code units, then by line; some at a time. May be called again. */
  async *sorted(): AsyncGenerator<readonly KeyedLine[]> {
    this.#readers += 1;
    try {
      await this.#spilling;
      yield* this.#runs.length === 0 ? this.#held.sorted() : this.#fromDisk();
    } finally {
      this.#readers -= 1;
    }
  }

  /** Removes what is on disk. */
  async close(): Promise<void> {
    this.#room.leave(this);
    await this.#spilling?.catch(() => undefined);
    this.#held.clear();
    this.#runs = [];
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async *#fromDisk(): AsyncGenerator<readonly KeyedLine[]> {
    const evenly = Math.floor(READ_BYTES / this.#runs.length);
    // One for all runs: they are read one at a time.
    const buffer = Buffer.allocUnsafeSlow(
      Math.max(SMALLEST_READ_BYTES, Math.min(LARGEST_READ_BYTES, evenly)),
    );
    const handle = await onDisk('read', () => open(this.#file, 'r'));
    try {
      yield* merged([...this.#runs.map((run) => readBack(handle, run, buffer)), this.#held.sorted()]);
    } finally {
      // A reader that stops early must leave no file open: it could not be removed everywhere.
      await handle.close();
    }
  }

  async #spill(): Promise<void> {
    await onDisk('write', async () => {
      this.#folder ??= await mkdtemp(join(tmpdir(), 'segment-evidence-'));
      const run = { start: this.#runs.at(-1)?.end ?? 0, key: randomBytes(32), iv: randomBytes(16) };
      const handle = await open(this.#file, run.start === 0 ? 'wx' : 'r+', 0o600);
      try {
        this.#runs.push({ ...run, end: await writeRun(handle, run, this.#held.entries()) });
      } finally {
        await handle.close();
      }
    });
    this.#held.clear();
  }

  get #file(): string {
    return join(this.#folder ?? '', 'lines');
  }
}

async function* readBack(handle: FileHandle, run: Run, buffer: Buffer): AsyncGenerator<readonly KeyedLine[]> {
  try {
    yield* readRun(handle, run, buffer);
  } catch (error) {
    throw temporaryError(error, 'read');
  }
}
