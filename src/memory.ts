/**
 * Keeps V8 from taking room for a speed that we do not gain: we hold a page of each list at a time. By default the
 * heap grows to several times what is alive, and the space for what has just been made to 32 MB on Node 20 and to
 * 128 MB on Node 24. Here the heap grows by 30 % between two collections of garbage, and that space no further once
 * it is large enough. What comes of it: docs/performance.md.
 *
 * Entries import this file first: what they load afterwards would make that space large already.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { growHeapBy } from './heap-growth.ts';

/** Of the space for what has just been made, both halves together: the lines of several pages of records. */
const ENOUGH_YOUNG_BYTES = 4 * 1024 * 1024;
const BLOCK_VALUES = 4_096;
const MOST_BLOCKS = 256;

keepMemorySmall();

function keepMemorySmall(): void {
  growHeapBy(30);
  // Several threads for so small a space wait for one another longer than they copy.
  setFlagsFromString('--no-parallel-scavenge');
  growYoungSpace();
  // Its limit cannot be set any more once the process runs. By how much it grows can.
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** It grows where much of what was made is still alive at the next collection: a few milliseconds' worth of that. */
function growYoungSpace(): void {
  const alive: unknown[][] = [];
  while (youngBytes() < ENOUGH_YOUNG_BYTES && alive.length < MOST_BLOCKS) {
    alive.push(new Array<unknown>(BLOCK_VALUES).fill(0));
  }
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
}
