/**
 * Reads one resource: pages or items, under its parents where it has some, with details where the
 * list leaves them out; each record goes normalised to the spool. Never judges what it read.
 */
import { type ParentDefinition, parentField, type ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import type { KeyedLine } from '../evidence/artifact.ts';
import { isObject } from '../evidence/json.ts';
import type { NormalisedRecord, Parent } from '../evidence/normalise.ts';
import type { Gap, ReadFacts } from '../evidence/read-facts.ts';
import type { RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import { isDetailOf } from './detail.ts';
import { isEmptied } from './emptied.ts';
import { gapOf, gapOfRun } from './gap.ts';
import { recordsOf } from './items.ts';
import { Observer } from './observe.ts';
import { fillPath } from './path.ts';
import type { Place } from './place.ts';
import { readPlace } from './read-place.ts';

export interface ReadOptions {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly pageSize: number;
  readonly window?: ReadWindow | undefined;
  readonly normalise: (record: unknown, parent?: Parent) => NormalisedRecord;
  readonly take: (line: KeyedLine) => Promise<void>;
}

/** The time that is asked for. Instants, ISO 8601 UTC. */
export type ReadWindow = NonNullable<ReadFacts['window']>;

/** The ids of the parents, and whether they are known to be all. */
export interface Parents {
  readonly ids: readonly string[];
  readonly isWhole: boolean;
}

/** Parents read side by side: enough to keep the connection busy, few enough to hold their pages in memory. */
const PARENTS_AT_ONCE = 16;

type MutableFacts = { -readonly [K in keyof ReadFacts]: ReadFacts[K] };

/** Reads one resource of a run. Made for it, used once. */
export class ResourceReader {
  readonly observed: Observer;
  recordsWithUnknownFields = 0;
  httpStatus: number | undefined;
  /** The resource under whose records this one was read. */
  parentResource: string | undefined;
  readonly #definition: ResourceDefinition;
  readonly #options: ReadOptions;
  readonly #facts: MutableFacts;

  constructor(definition: ResourceDefinition, options: ReadOptions) {
    this.#definition = definition;
    this.#options = options;
    this.observed = new Observer(definition);
    this.#facts = {
      pages: 0,
      isPaged: definition.shape === 'list' && definition.parent === undefined,
      invalid: 0,
      emptied: 0,
      detailsUnread: 0,
      digitsKept: 0,
      ...(options.window === undefined ? {} : { window: options.window }),
      ...(definition.explode === undefined ? {} : { entries: 0 }),
    };
  }

  get facts(): ReadFacts {
    return this.#facts;
  }

  /** Reads the whole resource that has no parents. */
  async read(): Promise<void> {
    const places = this.#places();
    const gaps = await Promise.all(places.map((place) => this.#attempt(() => this.#readAt(place))));
    this.#facts.gap = gaps.find((found) => found !== undefined) ?? this.#facts.gap;
    if (places.length > 1) {
      this.#facts.variants = {
        total: places.length,
        read: gaps.filter((found) => found === undefined).length,
      };
    }
  }

  /** Takes a record that was read already, such as the workspace that identified the token. */
  async takeRead(record: unknown, status: number, digitsKept: number): Promise<void> {
    this.#notePage(status, digitsKept);
    await this.#takeRecord(record);
  }

  /** Reads the resource under each parent. A parent that cannot be read leaves the others alone. */
  async readUnder(parents: Parents): Promise<void> {
    const { parent, path } = this.#definition;
    if (parent === undefined) return;
    this.parentResource = parent.resource;
    await this.#readEach(parents, (id) =>
      this.#readAt(
        { ...this.#definition, path: fillPath(path, parent.param, id) },
        { [parentField(parent)]: id },
      ),
    );
  }

  /** Reads a relation from its other end: what is listed there are the parents. */
  async readFromOtherSide(parents: Parents): Promise<void> {
    const { otherSide, parent } = this.#definition;
    if (otherSide === undefined || parent === undefined) return;
    const { parent: other, ...place } = otherSide;
    this.parentResource = other.resource;
    await this.#readEach(parents, async (id) => {
      const path = fillPath(place.path, other.param, id);
      await this.#readPlace({ ...place, shape: 'list', path }, undefined, (item) =>
        this.#takeTurned(item, id, parent),
      );
    });
  }

  /** Asks once, and keeps nothing but whether there was anything. */
  async lookOnce(): Promise<void> {
    const [place] = this.#places();
    let hasRecords = false;
    if (place !== undefined) {
      await this.#attempt(async () => {
        for await (const page of readPlace(this.#options.client, place, 1)) {
          hasRecords = page.items.length > 0;
          return;
        }
      });
    }
    this.#facts.declaredOff = { hasRecords };
  }

  /** Takes note that there is nothing to read under, for the same reason as the parents' own. */
  inherit({ gap, declaredOff }: Pick<ReadFacts, 'gap' | 'declaredOff'>): void {
    if (gap !== undefined) this.#facts.gap = gap;
    if (declaredOff !== undefined) this.#facts.declaredOff = { hasRecords: false };
  }

  /** One place as a rule; one for each variant, each with the window it is asked for. */
  #places(): readonly Place[] {
    const { variants, window } = this.#definition;
    const asked = this.#options.window;
    const query =
      window === undefined || asked === undefined ? {} : { [window.from]: asked.from, [window.to]: asked.to };
    if (variants === undefined) return [{ ...this.#definition, query }];
    return variants.values.map((value) => ({
      ...this.#definition,
      query: { ...query, [variants.param]: value },
    }));
  }

  async #readEach(parents: Parents, read: (id: string) => Promise<void>): Promise<void> {
    let count = 0;
    const ids = parents.ids.values();
    const readOn = async () => {
      for (const id of ids) {
        const gap = await this.#attempt(() => read(id));
        if (gap === undefined) count += 1;
        else this.#facts.gap ??= gap;
      }
    };
    await Promise.all(Array.from({ length: PARENTS_AT_ONCE }, readOn));
    this.#facts.parents = { total: parents.ids.length, read: count, isWhole: parents.isWhole };
  }

  async #attempt(read: () => Promise<void>): Promise<Gap | undefined> {
    try {
      await read();
      return undefined;
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      const refusal = error.code === 'ACCESS_DENIED' ? await this.#options.judge.judge() : 'scope';
      this.httpStatus = error.status;
      return gapOf(error, refusal);
    }
  }

  #readAt(place: Place, parent?: Parent): Promise<void> {
    return this.#readPlace(place, parent, async (item) => {
      if (this.#facts.entries !== undefined) this.#facts.entries += 1;
      for (const record of recordsOf(this.#definition, item)) await this.#takeRecord(record, parent);
    });
  }

  async #readPlace(
    place: Place,
    parent: Parent | undefined,
    take: (item: unknown) => Promise<void>,
  ): Promise<void> {
    const isWholeList = this.#facts.isPaged && parent === undefined;
    let last: number | undefined;
    for await (const page of readPlace(this.#options.client, place, this.#options.pageSize)) {
      this.#notePage(page.status, page.digitsKept);
      if (isWholeList) last = this.#noteTotal(page.total, last);
      const items = await Promise.all(page.items.map((item) => this.#withDetails(item)));
      for (const item of items) await take(item);
    }
  }

  /** Totals of several lists add up; within one list the first and the last are told apart. */
  #noteTotal(total: number | undefined, before: number | undefined): number | undefined {
    if (total === undefined) return before;
    if (before === undefined) this.#facts.firstTotal = (this.#facts.firstTotal ?? 0) + total;
    this.#facts.lastTotal = (this.#facts.lastTotal ?? 0) + total - (before ?? 0);
    return total;
  }

  #notePage(status: number, digitsKept: number): void {
    this.#facts.pages += 1;
    this.#facts.digitsKept += digitsKept;
    this.httpStatus ??= status;
  }

  /** Reads a record's details when the list left them out. What cannot be read is counted, not lost. */
  async #withDetails(item: unknown): Promise<unknown> {
    const { detail } = this.#definition;
    if (detail === undefined || !isObject(item) || detail.whenMissing in item) return item;
    let record: unknown;
    const gap = await this.#attempt(async () => {
      const path = fillPath(detail.path, detail.param, item['id']);
      const { data, digitsKept } = await this.#options.client.get({ operationId: detail.operationId, path });
      record = data[detail.key];
      this.#facts.digitsKept += digitsKept;
    });
    const isRead = gap === undefined && isDetailOf(record, item['id'], detail.whenMissing);
    if (!isRead) this.#facts.detailsUnread += 1;
    this.#facts.gap ??= gapOfRun(gap);
    return isRead ? record : item;
  }

  /** The item is the parent here, and what it was listed under the record: only ids are kept of either. */
  #takeTurned(item: unknown, id: string, parent: ParentDefinition): Promise<void> {
    const parentId = isObject(item) ? item['id'] : undefined;
    if (typeof parentId !== 'string') return this.#takeRecord(item);
    return this.#takeRecord({ id }, { [parentField(parent)]: parentId });
  }

  async #takeRecord(record: unknown, parent?: Parent): Promise<void> {
    const { id, line, isInvalid, hasUnknownFields } = this.#options.normalise(record, parent);
    if (isInvalid) this.#facts.invalid += 1;
    if (hasUnknownFields) this.recordsWithUnknownFields += 1;
    if (isEmptied(this.#definition, record)) this.#facts.emptied += 1;
    this.observed.note(record, parent);
    await this.#options.take({ key: id, line });
  }
}
