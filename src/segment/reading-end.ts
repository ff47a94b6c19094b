/** How the reading of one resource ended, over all places that it is read in. */
import type { Gap, ReadFacts } from '../evidence/read-facts.ts';
import { gapOfAll } from './gap.ts';

type EndFacts = Pick<ReadFacts, 'gap' | 'parents' | 'variants' | 'declaredOff' | 'missing'>;

/** Takes note of the end of each place. */
export class ReadingEnd {
  #gap: Gap | undefined;
  #parents: EndFacts['parents'];
  #declaredOff: EndFacts['declaredOff'];
  #lists = 0;
  #listsRead = 0;
  #missing = 0;

  /** Each of some lists was read, or has a gap. */
  noteLists(gaps: readonly (Gap | undefined)[]): void {
    for (const gap of gaps) {
      this.#gap = gapOfAll(this.#gap, gap);
      this.#lists += 1;
      if (gap === undefined) this.#listsRead += 1;
    }
  }

  /** So many parents were read under. */
  noteParents(parents: NonNullable<EndFacts['parents']>, gap: Gap | undefined): void {
    this.noteLists([gap]);
    const { total, read, isWhole } = this.#parents ?? { total: 0, read: 0, isWhole: true };
    this.#parents = {
      total: total + parents.total,
      read: read + parents.read,
      isWhole: isWhole && parents.isWhole,
    };
  }

  /** Under one parent a 404 was taken for none. */
  noteMissing(): undefined {
    this.#missing += 1;
  }

  get missingStatus(): 404 | undefined {
    return this.#missing === 0 ? undefined : 404;
  }

  /** Its feature is declared off: it was only asked whether there is anything. */
  noteDeclaredOff(hasRecords: boolean): void {
    this.#declaredOff = { hasRecords: hasRecords || this.#declaredOff?.hasRecords === true };
  }

  get facts(): EndFacts {
    return {
      ...(this.#gap === undefined ? {} : { gap: this.#gap }),
      ...(this.#parents === undefined ? {} : { parents: this.#parents }),
      ...(this.#lists > 1 ? { variants: { total: this.#lists, read: this.#listsRead } } : {}),
      ...(this.#declaredOff === undefined ? {} : { declaredOff: this.#declaredOff }),
      ...(this.#missing === 0 ? {} : { missing: this.#missing }),
    };
  }
}
