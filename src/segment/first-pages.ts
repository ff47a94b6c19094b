/** What the first page of each list showed, so that it can be looked at again: nothing of it is kept but a digest. */
import { ownPlacesOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { sha256 } from '../evidence/canonical.ts';
import { keyOf } from './list-watch.ts';
import type { Page } from './paginate.ts';
import type { Place } from './place.ts';

/** The first page of a list. */
export interface FirstPage {
  readonly place: Place;
  /** Of what is on it, in whatever order; undefined where it cannot be told apart. */
  readonly digest: string | undefined;
  readonly total: number | undefined;
  /** Pages that the list had. */
  pages: number;
}

/** Returns what a first page shows. */
export function firstPageOf(place: Place, { items, total }: Pick<Page, 'items' | 'total'>): FirstPage {
  const keys = items.map(keyOf);
  const isTold = keys.every((key) => key !== undefined);
  return { place, digest: isTold ? sha256(keys.sort().join('\n')) : undefined, total, pages: 1 };
}

/** Whether a first page shows the same members and total as before. */
export function isSamePage(a: FirstPage, b: FirstPage): boolean {
  return a.digest === b.digest && a.total === b.total;
}

/** Of the lists of one resource that are populations: not what comes under a parent, nor figures of a time. */
export class FirstPages {
  readonly #byPlace = new Map<Place, FirstPage>();
  readonly #operations: ReadonlySet<string>;

  constructor(definition: ResourceDefinition) {
    const parts = ownPlacesOf(definition).filter(
      ({ shape, parent, streams, span, period }) =>
        shape !== 'item' &&
        [parent, streams, span, period, definition.window].every((each) => each === undefined),
    );
    this.#operations = new Set(parts.map(({ operationId }) => operationId));
  }

  get all(): readonly FirstPage[] {
    return [...this.#byPlace.values()];
  }

  /** Takes a page of a list; `params` are those of its parent. */
  note(place: Place, params: Readonly<Record<string, string>>, page: Pick<Page, 'items' | 'total'>): void {
    const first = this.#byPlace.get(place);
    if (first !== undefined) first.pages += 1;
    else if (this.#operations.has(place.operationId) && Object.keys(params).length === 0)
      this.#byPlace.set(place, firstPageOf(place, page));
  }
}
