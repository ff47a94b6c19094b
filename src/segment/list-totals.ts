/**
 * Holds each list against the total that it told itself, list by list: what one shows too little and
 * another too much would cancel out in a sum.
 */
import type { ListTotals } from '../evidence/read-facts.ts';
import type { Page } from './paginate.ts';

/** What one list has told and shown so far. */
export interface ListTally {
  note(page: Pick<Page, 'total' | 'shown'>): void;
}

/** Takes note of all lists of one resource. */
export class TotalsBook {
  readonly #lists: { first?: number; last?: number; shown: number }[] = [];

  /** A list begins. */
  open(): ListTally {
    const list: { first?: number; last?: number; shown: number } = { shown: 0 };
    this.#lists.push(list);
    return {
      note: ({ total, shown }) => {
        list.shown = shown;
        if (total === undefined) return;
        list.first ??= total;
        list.last = total;
      },
    };
  }

  get totals(): ListTotals {
    const wrong = this.#lists.filter(({ last, shown }) => last !== undefined && last !== shown);
    const [{ last: total, shown } = { last: undefined, shown: 0 }] = wrong;
    return {
      lists: this.#lists.length,
      told: this.#lists.filter(({ last }) => last !== undefined).length,
      mismatched: wrong.length,
      moved: this.#lists.filter(({ first, last }) => first !== last).length,
      ...(total === undefined ? {} : { mismatch: { shown, total } }),
    };
  }

  /** Sums over all lists; nothing unless each of them told a total. */
  get sums(): { readonly firstTotal?: number; readonly lastTotal?: number } {
    const { lists, told } = this.totals;
    if (lists === 0 || told < lists) return {};
    const sum = (key: 'first' | 'last') => this.#lists.reduce((all, list) => all + (list[key] ?? 0), 0);
    return { firstTotal: sum('first'), lastTotal: sum('last') };
  }
}
