/** Whether evidence is that which a page was made from: told by the records on which the page rests. */
import type { Predicate } from '../../schemas/chain.ts';
import type { PageMark } from '../../schemas/page-mark.ts';

export interface Kinship {
  /** `same`: all records that the page rests on are there, as they were. */
  readonly kind: 'same' | 'other' | 'absent';
  readonly words: string;
}

interface Met {
  readonly connection: string;
  readonly predicate: Pick<Predicate, 'chain' | 'checkpoint'>;
  readonly manifestSha256: string;
}

/** Takes the records of evidence as they are read, and says whose they are. */
export class PageKinship {
  readonly #mark: PageMark;
  readonly #found = new Map<string, boolean>();

  constructor(mark: PageMark) {
    this.#mark = mark;
  }

  readonly take = ({ connection, predicate: { chain, checkpoint }, manifestSha256 }: Met): void => {
    const due = this.#mark.records.find((each) => each.chain === chain.number && each.seq === chain.seq);
    if (due === undefined || connection !== this.#mark.connection) return;
    const isSame = due.manifestSha256 === manifestSha256 && due.root === checkpoint.root;
    this.#found.set(placeOf(due), isSame);
  };

  conclude(): Kinship {
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
    const words = `This page was made from this evidence: ${named} of ${connection} is the one that it tells of.`;
    return { kind: 'same', words };
  }
}

const placeOf = ({ seq, chain }: PageMark['records'][number]) => `record ${seq} of chain ${chain}`;
