/**
 * Holds the lines of one file between reading and sealing, and gives them back in order.
 * Small populations stay in memory; larger ones go to disk in sorted runs, encrypted under a key that
 * lives only in this process, since a secret is withheld for certain only in the finished file.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { MachineError } from '../errors.ts';
import type { KeyedLine } from '../evidence/artifact.ts';

/** Characters held in memory before a run goes to disk; with UTF-16 that is up to twice as many bytes. */
export const DEFAULT_RUN_CHARACTERS = 2 * 1024 * 1024;

const CIPHER = 'aes-256-ctr';
const BLOCK = 64 * 1024;

interface Run {
  readonly file: string;
  readonly key: Buffer;
  readonly iv: Buffer;
}

export class Spool {
  readonly #runCharacters: number;
  #held: KeyedLine[] = [];
  #heldCharacters = 0;
  #runs: Run[] = [];
  #folder: string | undefined;
  #spilling: Promise<void> = Promise.resolve();
  #isSpilling = false;

  constructor(runCharacters: number = DEFAULT_RUN_CHARACTERS) {
    this.#runCharacters = runCharacters;
  }

  /** Takes a line. Await the result before adding more: it waits for the disk when memory is full. */
  async add(line: KeyedLine): Promise<void> {
    if (this.#isSpilling) await this.#spilling;
    this.#held.push(line);
    this.#heldCharacters += line.key.length + line.line.length;
    if (this.#heldCharacters < this.#runCharacters) return;
    const full = this.#held;
    this.#held = [];
    this.#heldCharacters = 0;
    this.#isSpilling = true;
    this.#spilling = this.#spilling
      .then(() => this.#spill(full))
      .finally(() => {
        this.#isSpilling = false;
      });
    await this.#spilling;
  }

  /** Yields all lines by key in UTF-16 code units, then by line. May be called again. */
  async *sorted(): AsyncGenerator<KeyedLine> {
    await this.#spilling;
    this.#held.sort(byKeyThenLine);
    const readers = [...this.#runs.map(readRun), fromArray(this.#held)];
    try {
      yield* merged(readers);
    } finally {
      // A reader that stops early must leave no run open: it could not be removed everywhere.
      await Promise.all(readers.map((reader) => reader.return(undefined)));
    }
  }

  /** Removes what is on disk. */
  async close(): Promise<void> {
    await this.#spilling.catch(() => undefined);
    this.#held = [];
    this.#runs = [];
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #spill(lines: KeyedLine[]): Promise<void> {
    await this.#write(lines).catch((error: unknown) => {
      throw temporaryError(error, 'write');
    });
  }

  async #write(lines: KeyedLine[]): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'segment-evidence-'));
    const run = {
      file: join(this.#folder, String(this.#runs.length)),
      key: randomBytes(32),
      iv: randomBytes(16),
    };
    lines.sort(byKeyThenLine);
    const cipher = createCipheriv(CIPHER, run.key, run.iv);
    const handle = await open(run.file, 'wx', 0o600);
    try {
      for (let block = '', i = 0; i < lines.length; i += 1) {
        block += `${JSON.stringify([lines[i]?.key, lines[i]?.line])}\n`;
        if (block.length < BLOCK && i < lines.length - 1) continue;
        await handle.write(cipher.update(block, 'utf8'));
        block = '';
      }
    } finally {
      await handle.close();
    }
    this.#runs.push(run);
  }
}

function byKeyThenLine(a: KeyedLine, b: KeyedLine): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.line === b.line ? 0 : a.line < b.line ? -1 : 1;
}

/** A run being read: some of its lines, and how many of these have been given away. */
interface Cursor {
  readonly reader: AsyncIterator<readonly KeyedLine[]>;
  lines: readonly KeyedLine[];
  next: number;
}

/** Yields the lines of sorted runs in one order. The cursors are in the order of their next lines. */
async function* merged(readers: readonly AsyncIterator<readonly KeyedLine[]>[]): AsyncGenerator<KeyedLine> {
  const cursors: Cursor[] = [];
  for (const reader of readers) {
    const cursor = { reader, lines: [], next: 0 };
    if (await advance(cursor)) insert(cursors, cursor);
  }
  for (let cursor = cursors.shift(); cursor !== undefined; cursor = cursors.shift()) {
    yield lineOf(cursor);
    cursor.next += 1;
    if (cursor.next < cursor.lines.length || (await advance(cursor))) insert(cursors, cursor);
  }
}

/** Returns whether there are more lines. */
async function advance(cursor: Cursor): Promise<boolean> {
  do {
    const { done, value } = await cursor.reader.next();
    if (done === true) return false;
    Object.assign(cursor, { lines: value, next: 0 });
  } while (cursor.lines.length === 0);
  return true;
}

function insert(cursors: Cursor[], cursor: Cursor): void {
  let [low, high] = [0, cursors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = cursors[middle];
    if (other !== undefined && byKeyThenLine(lineOf(other), lineOf(cursor)) < 0) low = middle + 1;
    else high = middle;
  }
  cursors.splice(low, 0, cursor);
}

function lineOf({ lines, next }: Cursor): KeyedLine {
  const line = lines[next];
  if (line === undefined) throw new Error('merge runs: expected a line, got none');
  return line;
}

async function* fromArray(lines: readonly KeyedLine[]): AsyncGenerator<readonly KeyedLine[]> {
  yield lines;
}

async function* readRun({ file, key, iv }: Run): AsyncGenerator<readonly KeyedLine[]> {
  const decipher = createDecipheriv(CIPHER, key, iv);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(file)) {
    const texts = (rest + decoder.decode(decipher.update(chunk), { stream: true })).split('\n');
    rest = texts.pop() ?? '';
    yield texts.map(toKeyedLine);
  }
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: BLOCK })) yield chunk as Buffer;
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

function toKeyedLine(text: string): KeyedLine {
  const [key, line] = JSON.parse(text) as [string, string];
  return { key, line };
}
