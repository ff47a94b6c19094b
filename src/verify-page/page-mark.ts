/** Whether the evidence that was handed to a page is that which the page was made from. */
import { PAGE_MARK_NAME, type PageMark, pageMark } from '../../schemas/page-mark.ts';
import type { SeenRecord } from '../verify/snapshots.ts';

/** Returns what the page around the form says of itself; undefined where it tells of no evidence. */
export function markIn(page: Document): PageMark | undefined {
  const text = page.querySelector(`meta[name="${PAGE_MARK_NAME}"]`)?.getAttribute('content') ?? null;
  return text === null ? undefined : pageMark.parse(JSON.parse(text));
}

export interface Kinship {
  /** `same`: all records that the page rests on are there, as they were. */
  readonly kind: 'same' | 'other' | 'absent';
  readonly words: string;
}

/** Takes the records of evidence as they are read, and says whose they are. */
export class MarkBook {
  readonly #mark: PageMark;
  readonly #found = new Map<string, boolean>();

  constructor(mark: PageMark) {
    this.#mark = mark;
  }

  readonly take = ({ connection, predicate: { chain, checkpoint }, manifestSha256 }: SeenRecord): void => {
    const due = this.#mark.records.find((each) => each.chain === chain.number && each.seq === chain.seq);
    if (due === undefined || connection !== this.#mark.connection) return;
    const isSame = due.manifestSha256 === manifestSha256 && due.root === checkpoint.root;
    this.#found.set(placeOf(due), isSame);
  };

  /** `isIntact`: everything that was read is as it was signed. */
  kinship(isIntact: boolean): Kinship {
    const { connection, records } = this.#mark;
    const other = records.find((each) => this.#found.get(placeOf(each)) === false);
    const absent = records.find((each) => !this.#found.has(placeOf(each)));
    if (other !== undefined) {
      const words = `This page was made from other evidence: ${placeOf(other)} of ${connection} is another one here.`;
      return { kind: 'other', words };
    }
    if (absent !== undefined || records.length === 0) {
      const place = absent === undefined ? 'a record' : placeOf(absent);
      const words = `This page was not made from this evidence, or not from all of it: ${place} of ${connection}, on which it rests, is not here.`;
      return { kind: 'absent', words };
    }
    const named = records.map(placeOf).join(', ');
    const verdict = isIntact
      ? ''
      : ' What is wrong with this evidence is wrong with what the page was made from, too.';
    const words = `This page was made from this evidence: ${named} of ${connection} is the one that it tells of.${verdict}`;
    return { kind: 'same', words };
  }
}

const placeOf = ({ seq, chain }: PageMark['records'][number]) => `record ${seq} of chain ${chain}`;
