/**
 * Sorted runs of lines, one behind another in a file, each encrypted under a key that lives only in this process. A
 * line is the length of its key and its own, both in bytes, then the two.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { KeyedLine } from '../evidence/line-block.ts';

const CIPHER = 'aes-256-ctr';
const WRITE_BLOCK_BYTES = 64 * 1024;
const HEADER_BYTES = 8;

/** Where a run stands in the file. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Used for this run alone. */
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** Writes a run from `start` on; returns where it ends. @throws Error of the system */
export async function writeRun(
  handle: FileHandle,
  { start, key, iv }: Omit<Run, 'end'>,
  entries: Iterable<readonly [string, Buffer]>,
): Promise<number> {
  const cipher = createCipheriv(CIPHER, key, iv);
  let end = start;
  for (const block of blocksOf(entries)) {
    await writeWhole(handle, cipher.update(block), end);
    end += block.length;
  }
  return end;
}

/** The system may write less than it is given. */
async function writeWhole(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
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

/**
 * Yields the lines of a run, some at a time: those of so many bytes as `buffer` has, which holds them only while they
 * are read. @throws Error of the system
 */
export async function* readRun(
  handle: FileHandle,
  { start, end, key, iv }: Run,
  buffer: Buffer,
): AsyncGenerator<readonly KeyedLine[]> {
  const decipher = createDecipheriv(CIPHER, key, iv);
  let rest: Buffer[] = [];
  let size = 0;
  let wanted = HEADER_BYTES;
  for (let at = start; at < end; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) throw new Error(`read lines back: expected ${end - at} bytes more, got none`);
    at += bytesRead;
    rest.push(decipher.update(buffer.subarray(0, bytesRead)));
    size += bytesRead;
    // A line longer than many blocks is put together once.
    if (size < wanted) continue;
    // In a function of its own: here the whole block would stay for as long as its lines are used.
    const { lines, left, next } = linesIn(rest, size);
    rest = left.length === 0 ? [] : [left];
    size = left.length;
    wanted = next;
    if (lines.length > 0) yield lines;
  }
}

/** The whole lines of some bytes, what is left behind them, and how much of it there must be for the next line. */
function linesIn(
  blocks: readonly Buffer[],
  size: number,
): { readonly lines: readonly KeyedLine[]; readonly left: Buffer; readonly next: number } {
  const [first] = blocks;
  const bytes = blocks.length === 1 && first !== undefined ? first : Buffer.concat(blocks, size);
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
  // A copy: what is left is short, what it is part of is not.
  return { lines, left: Buffer.from(bytes.subarray(start)), next };
}
