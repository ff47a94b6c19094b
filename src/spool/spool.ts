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
import { isShortOfDescriptors, MachineError, MORE_DESCRIPTORS } from '../errors.ts';
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
    const sources: AsyncIterator<KeyedLine>[] = this.#runs.map((run) => readRun(run));
    sources.push(fromArray(this.#held));
    try {
      const heads = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
      let live = heads.filter((head) => head.next.done !== true);
      while (live.length > 0) {
        const least = live.reduce((a, b) => (byKeyThenLine(a.next.value, b.next.value) <= 0 ? a : b));
        yield least.next.value;
        least.next = await least.source.next();
        if (least.next.done === true) live = live.filter((head) => head !== least);
      }
    } finally {
      // Whoever stops reading early must leave no run open: it could not be removed everywhere.
      await Promise.all(sources.map((source) => source.return?.()));
    }
  }

  /** Removes what lies on disk. */
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

async function* fromArray(lines: readonly KeyedLine[]): AsyncGenerator<KeyedLine> {
  yield* lines;
}

async function* readRun({ file, key, iv }: Run): AsyncGenerator<KeyedLine> {
  const decipher = createDecipheriv(CIPHER, key, iv);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(file)) {
    const texts = (rest + decoder.decode(decipher.update(chunk), { stream: true })).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) yield toKeyedLine(text);
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
  place: 'Let this user write there, or name another folder in TMPDIR.',
};

function toKeyedLine(text: string): KeyedLine {
  const [key, line] = JSON.parse(text) as [string, string];
  return { key, line };
}
