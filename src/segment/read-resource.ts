/**
 * Reads one resource: pages or items, under its parents where it has some, with details where the
 * list leaves them out. What becomes of a record is in `record-intake.ts`. Never judges what it read.
 */
import { type ParentDefinition, parentField, type ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { Parent } from '../evidence/normalise.ts';
import type { Gap, ReadFacts } from '../evidence/read-facts.ts';
import type { RefusalJudge } from './access.ts';
import { AnswerNotes } from './answer-notes.ts';
import type { Reply } from './attempt.ts';
import type { SegmentClient } from './client.ts';
import { gapOf } from './gap.ts';
import { TotalsBook } from './list-totals.ts';
import type { Observer } from './observe.ts';
import { fillPath } from './path.ts';
import type { Place } from './place.ts';
import { placesOf } from './places.ts';
import { DetailReader } from './read-details.ts';
import { type Parents, readUnderEach } from './read-parents.ts';
import { readPlace } from './read-place.ts';
import { type IntakeOptions, RecordIntake } from './record-intake.ts';

export interface ReadOptions extends IntakeOptions {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly pageSize: number;
}

/** Reads one resource of a run. Made for it, used once. */
export class ResourceReader {
  /** The resource under whose records this one was read. */
  parentResource: string | undefined;
  readonly #definition: ResourceDefinition;
  readonly #options: ReadOptions;
  readonly #notes = new AnswerNotes();
  readonly #totals = new TotalsBook();
  readonly #details: DetailReader;
  readonly #intake: RecordIntake;
  #ending: Pick<ReadFacts, 'gap' | 'parents' | 'variants' | 'declaredOff'> = {};

  constructor(definition: ResourceDefinition, options: ReadOptions) {
    this.#definition = definition;
    this.#options = options;
    this.#intake = new RecordIntake(definition, options);
    this.#details = new DetailReader(definition.detail, {
      client: options.client,
      notes: this.#notes,
      attempt: (read) => this.#attempt(read),
    });
  }

  get observed(): Observer {
    return this.#intake.observed;
  }

  get httpStatus(): number | undefined {
    return this.#notes.httpStatus;
  }

  get facts(): ReadFacts {
    const { shape, parent, explode, window } = this.#definition;
    const { invalid, entries, hollow, outsideWindow } = this.#intake;
    const { pages, digitsKept, doubts } = this.#notes;
    const asked = this.#options.window;
    return {
      pages,
      isPaged: shape === 'list' && parent === undefined,
      invalid,
      detailsUnread: this.#details.unread,
      digitsKept,
      doubts,
      totals: this.#totals.totals,
      ...this.#totals.sums,
      ...(asked === undefined ? {} : { window: asked }),
      ...(asked === undefined || window === undefined ? {} : { outsideWindow }),
      ...(explode === undefined ? {} : { entries, hollow }),
      ...(this.#details.gap === undefined ? {} : { gap: this.#details.gap }),
      ...this.#ending,
    };
  }

  /** Reads the whole resource that has no parents. */
  async read(): Promise<void> {
    const places = placesOf(this.#definition, this.#options.window);
    const gaps = await Promise.all(places.map((place) => this.#attempt(() => this.#readAt(place))));
    const gap = gaps.find((found) => found !== undefined);
    const read = gaps.filter((found) => found === undefined).length;
    this.#ending = {
      ...(gap === undefined ? {} : { gap }),
      ...(places.length > 1 ? { variants: { total: places.length, read } } : {}),
    };
  }

  /** Takes a record that was read already, such as the workspace that identified the token. */
  async takeRead(record: unknown, answer: Pick<Reply, 'status' | 'digitsKept' | 'doubts'>): Promise<void> {
    this.#notes.notePage(answer);
    await this.#intake.takeRecord(record);
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
      await this.#readPlace({ ...place, shape: 'list', path }, (item) => this.#takeTurned(item, id, parent));
    });
  }

  /** Asks once, or once for each list there is until one has something, and keeps nothing but whether there was anything. */
  async lookOnce(): Promise<void> {
    let hasRecords = false;
    for (const place of placesOf(this.#definition, this.#options.window)) {
      const gap = await this.#attempt(async () => {
        for await (const page of readPlace(this.#options.client, place, 1)) {
          hasRecords ||= page.items.length > 0;
          return;
        }
      });
      if (hasRecords || gap !== undefined) break;
    }
    this.#ending = { declaredOff: { hasRecords } };
  }

  /** Takes note that there is nothing to read under, for the same reason as the parents' own. */
  inherit({ gap, declaredOff }: Pick<ReadFacts, 'gap' | 'declaredOff'>): void {
    this.#ending = {
      ...(gap === undefined ? {} : { gap }),
      ...(declaredOff === undefined ? {} : { declaredOff: { hasRecords: false } }),
    };
  }

  async #readEach(parents: Parents, read: (id: string) => Promise<void>): Promise<void> {
    const { gap, read: count } = await readUnderEach(parents, (id) => this.#attempt(() => read(id)));
    this.#ending = {
      ...(gap === undefined ? {} : { gap }),
      parents: { total: parents.ids.length, read: count, isWhole: parents.isWhole },
    };
  }

  async #attempt(read: () => Promise<void>): Promise<Gap | undefined> {
    try {
      await read();
      return undefined;
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      const refusal = error.code === 'ACCESS_DENIED' ? await this.#options.judge.judge() : 'scope';
      this.#notes.httpStatus = error.status;
      return gapOf(error, refusal);
    }
  }

  #readAt(place: Place, parent?: Parent): Promise<void> {
    return this.#readPlace(place, (item) => this.#intake.takeItem(item, parent));
  }

  async #readPlace(place: Place, take: (item: unknown) => Promise<void>): Promise<void> {
    const tally = place.shape === 'list' ? this.#totals.open() : undefined;
    for await (const page of readPlace(this.#options.client, place, this.#options.pageSize)) {
      this.#notes.notePage(page);
      tally?.note(page);
      const items = await Promise.all(page.items.map((item) => this.#details.read(item)));
      for (const item of items) await take(item);
    }
  }

  /** The item is the parent here, and what it was listed under the record: only ids are kept of either. */
  #takeTurned(item: unknown, id: string, parent: ParentDefinition): Promise<void> {
    const parentId = isObject(item) ? item['id'] : undefined;
    if (typeof parentId !== 'string') return this.#intake.takeRecord(item);
    return this.#intake.takeRecord({ id }, { [parentField(parent)]: parentId }, item);
  }
}
