/**
 * A sorted run of lines on disk, encrypted under a key that lives only in this process. Each line is the length of its
 * key and its own, both in bytes, then the two.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { KeyedLine } from '../evidence/artifact.ts';

const CIPHER = 'aes-256-ctr';
const WRITE_BLOCK_BYTES = 64 * 1024;
const HEADER_BYTES = 8;

export interface RunFile {
  readonly file: string;
  /** Used for this run alone. */
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** Writes the file of a run. @throws Error of the system */
export async function writeRun(run: RunFile, entries: Iterable<readonly [string, Buffer]>): Promise<void> {
  const cipher = createCipheriv(CIPHER, run.key, run.iv);
  const handle = await open(run.file, 'wx', 0o600);
  try {
    for (const block of blocksOf(entries)) await handle.write(cipher.update(block));
  } finally {
    await handle.close();
  }
}

function* blocksOf(entries: Iterable<readonly [string, Buffer]>): Generator<Buffer> {
  let block: Buffer[] = [];
  let size = 0;
  for (const [key, line] of entries) {
    const head = Buffer.allocUnsafe(HEADER_BYTES + Buffer.byteLength(key));
    head.writeUInt32LE(head.length - HEADER_BYTES, 0);
    head.writeUInt32LE(line.length, 4);
    head.write(key, HEADER_BYTES, 'utf8');
    block.push(head, line);
    size += head.length + line.length;
    if (size < WRITE_BLOCK_BYTES) continue;
    yield Buffer.concat(block, size);
    block = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(block, size);
}

/** Yields the lines of a run, some at a time: those of a block of so many bytes. @throws Error of the system */
export async function* readRun(
  { file, key, iv }: RunFile,
  blockBytes: number,
): AsyncGenerator<readonly KeyedLine[]> {
  const decipher = createDecipheriv(CIPHER, key, iv);
  let rest: Buffer[] = [];
  let size = 0;
  let wanted = HEADER_BYTES;
  for await (const chunk of createReadStream(file, { highWaterMark: blockBytes })) {
    const plain = decipher.update(chunk as Buffer);
    rest.push(plain);
    size += plain.length;
    // A line longer than many blocks is put together once.
    if (size < wanted) continue;
    const { lines, left, next } = linesIn(rest.length === 1 ? plain : Buffer.concat(rest, size));
    rest = left.length === 0 ? [] : [left];
    size = left.length;
    wanted = next;
    if (lines.length > 0) yield lines;
  }
}

/** The whole lines of some bytes, what is left behind them, and how much of it there must be for the next line. */
function linesIn(bytes: Buffer): {
  readonly lines: readonly KeyedLine[];
  readonly left: Buffer;
  readonly next: number;
} {
  const lines: KeyedLine[] = [];
  let start = 0;
  let next = HEADER_BYTES;
  while (start + HEADER_BYTES <= bytes.length) {
    const keyEnd = start + HEADER_BYTES + bytes.readUInt32LE(start);
    const end = keyEnd + bytes.readUInt32LE(start + 4);
    next = end - start;
    if (end > bytes.length) break;
    lines.push({
      key: bytes.toString('utf8', start + HEADER_BYTES, keyEnd),
      line: bytes.toString('utf8', keyEnd, end),
    });
    start = end;
    next = HEADER_BYTES;
  }
  return { lines, left: bytes.subarray(start), next };
}
