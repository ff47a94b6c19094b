/** Sorted runs of lines in one order. */
import type { KeyedLine } from '../evidence/line-block.ts';

/** A run being read: some of its lines, and how many of these have been given away. */
interface Cursor {
  readonly reader: AsyncIterator<readonly KeyedLine[]>;
  lines: readonly KeyedLine[];
  next: number;
}

/** Given on at a time, fewer of long ones: to wait for each line by itself takes longer than all else that is done with it. */
const BATCH = 64;
const BATCH_CHARACTERS = 64 * 1024;

/** Yields the lines of sorted runs by key, then by line, some at a time. The cursors are in the order of their next lines. */
export async function* merged(
  readers: readonly AsyncIterator<readonly KeyedLine[]>[],
): AsyncGenerator<readonly KeyedLine[]> {
  const cursors: Cursor[] = [];
  for (const reader of readers) {
    const cursor = { reader, lines: [], next: 0 };
    if (await advance(cursor)) insert(cursors, cursor);
  }
  let batch: KeyedLine[] = [];
  let characters = 0;
  for (let cursor = cursors.shift(); cursor !== undefined; cursor = cursors.shift()) {
    const line = lineOf(cursor);
    batch.push(line);
    characters += line.line.length;
    if (batch.length === BATCH || characters >= BATCH_CHARACTERS) {
      yield batch;
      batch = [];
      characters = 0;
    }
    cursor.next += 1;
    if (cursor.next < cursor.lines.length || (await advance(cursor))) insert(cursors, cursor);
  }
  if (batch.length > 0) yield batch;
}

/** Returns whether there are more lines. */
async function advance(cursor: Cursor): Promise<boolean> {
  do {
    const { done, value } = await cursor.reader.next();
    if (done === true) return false;
    cursor.lines = value;
    cursor.next = 0;
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

function byKeyThenLine(a: KeyedLine, b: KeyedLine): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.line === b.line ? 0 : a.line < b.line ? -1 : 1;
}
