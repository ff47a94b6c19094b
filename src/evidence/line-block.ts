/** Sorted lines on their way to a file: repeats left out, and counted. */
import type { IdDigest } from './id-digest.ts';

/** One line with what it is sorted by: the record's id, or an instant. */
export interface KeyedLine {
  readonly key: string;
  readonly line: string;
}

export interface LineCounts {
  /** Lines in the file. */
  readonly records: number;
  readonly distinctIds: number;
  /** Of the different ids, where the lines are records. */
  readonly idsSha256?: string;
  /** Byte-identical repeats that were left out. */
  readonly repeats: number;
  /** Ids that stand on more than one line. */
  readonly contradictedIds: number;
  /** Lines of which nothing was kept, since a secret would have stood in them whatever was repaired. */
  readonly withheldWhole?: number;
}

/** Whether equal lines are repeats of one record, or events that happened to be alike. */
export type LineKind = 'records' | 'log';

/** What is counted while a file is made. */
export interface Counting {
  readonly counts: { -readonly [K in keyof LineCounts]: LineCounts[K] };
  readonly ids: IdDigest | undefined;
}

const BLOCK_BYTES = 64 * 1024;
const LF = 0x0a;

/** Lines on their way to a file. */
export class LineBlock {
  readonly #kind: LineKind;
  readonly #counting: Counting | undefined;
  #lines: string[] = [];
  #bytes = 0;
  #previous: KeyedLine | undefined;
  #isContradicted = false;

  constructor(kind: LineKind, counting: Counting | undefined) {
    this.#kind = kind;
    this.#counting = counting;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  get isFull(): boolean {
    return this.#bytes >= BLOCK_BYTES;
  }

  add(keyed: KeyedLine): void {
    const previous = this.#previous;
    const hasSameKey = previous?.key === keyed.key;
    const isRepeat = this.#kind === 'records' && hasSameKey && previous?.line === keyed.line;
    this.#count(keyed, hasSameKey, isRepeat);
    if (isRepeat) return;
    this.#isContradicted = hasSameKey;
    this.#previous = keyed;
    this.#lines.push(keyed.line);
    this.#bytes += Buffer.byteLength(keyed.line) + 1;
  }

  /** Returns the lines that were added since. */
  take(): Buffer {
    const block = Buffer.allocUnsafeSlow(this.#bytes);
    let end = 0;
    for (const line of this.#lines) {
      end += block.write(line, end, 'utf8');
      block[end] = LF;
      end += 1;
    }
    this.#lines = [];
    this.#bytes = 0;
    return block;
  }

  #count({ key }: KeyedLine, hasSameKey: boolean, isRepeat: boolean): void {
    if (this.#counting === undefined) return;
    const { counts, ids } = this.#counting;
    if (isRepeat) {
      counts.repeats += 1;
      return;
    }
    counts.records += 1;
    if (!hasSameKey) {
      counts.distinctIds += 1;
      ids?.add(key);
    } else if (!this.#isContradicted) counts.contradictedIds += 1;
  }
}
