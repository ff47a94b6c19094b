/**
 * Watches one list while it is walked: how much of it was shown, and whether it will ever end. The
 * server's total is no reason to stop before it is reached, and every reason to stop well behind it.
 */
import { isObject } from '../evidence/json.ts';
import { TextSet } from '../evidence/text-set.ts';

/** Pages with nothing new, one after another, before the list counts as going in circles. */
const MOST_PAGES_WITHOUT_NEWS = 3;
/**
 * Pages of a list whose total is not told, or does not stay what it was: a million records at the usual
 * 200 a page. A longer one is read with larger pages (`collect.pageSize`).
 */
export const MOST_PAGES = 5_000;
/** From this page on, such a list must have shown as much as an honest one does even where pages are cut small. */
const THIN_FROM_PAGE = 200;
const FEWEST_A_PAGE = 5;

export interface ListWatchOptions {
  /** Records asked for a page. */
  readonly pageSize: number;
  /** The list may show the same thing twice: then each counts, unless a whole page comes again. */
  readonly repeatsAreNormal: boolean;
}

/** Why a walk must not continue: it leads in circles, or nowhere. */
export type Endless = 'circle' | 'beyond-total' | 'too-long';

/** What has been seen of one list. Two things taken for one would be a gap, never a clean pass. */
export class ListWatch {
  /** Different things shown so far; where repeats are normal, all of them. */
  shown = 0;
  readonly #options: ListWatchOptions;
  readonly #seen = new TextSet();
  #pages = 0;
  #pagesWithoutNews = 0;
  #shownBefore = 0;
  #firstTotal: number | undefined;
  #total: number | undefined;

  constructor(options: ListWatchOptions) {
    this.#options = options;
  }

  /** Takes the items of the next page, and the total that the server tells with it. */
  note(items: readonly unknown[], total: number | undefined): void {
    this.#pages += 1;
    this.#shownBefore = this.shown;
    this.#total = total ?? this.#total;
    this.#firstTotal ??= total;
    this.shown = this.#options.repeatsAreNormal ? this.shown + this.#newOnPage(items) : this.#distinct(items);
    this.#pagesWithoutNews = this.shown > this.#shownBefore ? 0 : this.#pagesWithoutNews + 1;
  }

  /** Why not to follow the next cursor, if it must not be. */
  get endless(): Endless | undefined {
    if (this.#pagesWithoutNews >= MOST_PAGES_WITHOUT_NEWS) return 'circle';
    const hasNews = this.shown > this.#shownBefore;
    // The page that reaches the total may name a next one, if that is empty.
    if (this.#total !== undefined && this.#shownBefore >= this.#total && hasNews) return 'beyond-total';
    const hasSteadyTotal = this.#total !== undefined && this.#total === this.#firstTotal;
    return !hasSteadyTotal && (this.#pages >= MOST_PAGES || this.#isThin()) ? 'too-long' : undefined;
  }

  #isThin(): boolean {
    const fewest = Math.min(this.#options.pageSize / 2, FEWEST_A_PAGE);
    return this.#pages >= THIN_FROM_PAGE && this.shown < this.#pages * fewest;
  }

  #distinct(items: readonly unknown[]): number {
    for (const item of items) this.#seen.add(keyOf(item) ?? this.#anew());
    return this.#seen.size;
  }

  /** A key of what cannot be told apart from others: it counts as new. */
  #anew(): string {
    return `new ${this.#pages} ${this.#seen.size}`;
  }

  #newOnPage(items: readonly unknown[]): number {
    const isNew = this.#seen.add(textOf(items) ?? this.#anew());
    return items.length > 1 && !isNew ? 0 : items.length;
  }
}

/** What tells one thing of a list from another: its id, or all of it where it has none. */
export function keyOf(item: unknown): string | undefined {
  const id = isObject(item) ? item['id'] : undefined;
  return typeof id === 'string' ? `id ${id}` : textOf(item);
}

/** `undefined` for what is nested deeper than the stack is. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
