/** A sample that anybody can draw again with sha256sum and sort, and that nobody can have steered after the seed was known. */
import { createHash } from 'node:crypto';

export interface SampleRequest {
  readonly n: number;
  readonly seed: string;
}

/** Returns how a sample was drawn, in words. */
export function recipeOf({ n, seed }: SampleRequest, total: number): string {
  const all = n >= total ? ', which is all of them' : '';
  return (
    `${Math.min(n, total)} of ${total}${all}, drawn with seed ${JSON.stringify(seed)}: the rows whose SHA-256 of seed, line feed and id ` +
    `sorts lowest, in that order. To draw it again: printf '%s\\n%s' SEED ID | sha256sum for each id; sort; take the first ${n}`
  );
}

interface Drawn<Row> {
  readonly digest: string;
  readonly place: number;
  readonly row: Row;
}

/** Returns the rows of a sample in the order of their digests. Never holds more than `n` rows. */
export async function draw<Row extends { readonly id: string }>(
  rows: AsyncIterable<Row>,
  { n, seed }: SampleRequest,
): Promise<readonly Row[]> {
  const heap: Drawn<Row>[] = [];
  let place = 0;
  for await (const row of rows) {
    const digest = createHash('sha256').update(`${seed}\n${row.id}`).digest('hex');
    const drawn = { digest, place: place++, row };
    const highest = heap[0];
    if (heap.length < n) push(heap, drawn);
    else if (highest !== undefined && isBefore(drawn, highest)) replaceHighest(heap, drawn);
  }
  return heap.sort((one, other) => (isBefore(one, other) ? -1 : 1)).map(({ row }) => row);
}

/** Of equal ids, the one that comes first. */
function isBefore(one: Drawn<unknown>, other: Drawn<unknown>): boolean {
  return one.digest < other.digest || (one.digest === other.digest && one.place < other.place);
}

/** The highest is on top: none below comes behind its parent. */
function push<Row>(heap: Drawn<Row>[], drawn: Drawn<Row>): void {
  let at = heap.length;
  heap.push(drawn);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBehind(heap, at, parent)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function replaceHighest<Row>(heap: Drawn<Row>[], drawn: Drawn<Row>): void {
  heap[0] = drawn;
  let at = 0;
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    let highest = at;
    if (isBehind(heap, left, highest)) highest = left;
    if (isBehind(heap, right, highest)) highest = right;
    if (highest === at) return;
    swap(heap, at, highest);
    at = highest;
  }
}

function isBehind(heap: readonly Drawn<unknown>[], one: number, other: number): boolean {
  const [a, b] = [heap[one], heap[other]];
  return a !== undefined && b !== undefined && isBefore(b, a);
}

function swap<Row>(heap: Drawn<Row>[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
}
