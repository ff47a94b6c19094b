/**
 * Reads one resource: pages, items and details, under its parents. Records: `record-intake.ts`. Never judges.
 */
import { type ParentDefinition, type PlaceDefinition, paramsOf, parentFields } from '../../schemas/place.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { Parent } from '../evidence/normalise.ts';
import type { Gap, ReadFacts } from '../evidence/read-facts.ts';
import type { RefusalJudge } from './access.ts';
import { AnswerNotes } from './answer-notes.ts';
import type { Reply } from './attempt.ts';
import type { SegmentClient } from './client.ts';
import { type FirstPage, FirstPages } from './first-pages.ts';
import { gapOf } from './gap.ts';
import { type ListTally, TotalsBook } from './list-totals.ts';
import type { Observer } from './observe.ts';
import type { Place } from './place.ts';
import { type Asking, placeFacts, placesAt } from './places.ts';
import { DetailReader } from './read-details.ts';
import { type Parents, readUnderEach, tooLate, type Under } from './read-parents.ts';
import { readPlace } from './read-place.ts';
import { ReadingEnd } from './reading-end.ts';
import { type IntakeOptions, RecordIntake } from './record-intake.ts';

export interface ReadOptions extends IntakeOptions, Asking {
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
  readonly #end = new ReadingEnd();
  readonly #firstPages: FirstPages;

  constructor(definition: ResourceDefinition, options: ReadOptions) {
    this.#definition = definition;
    this.#options = options;
    this.#intake = new RecordIntake(definition, options);
    this.#firstPages = new FirstPages(definition);
    this.#details = new DetailReader(definition.detail, {
      client: options.client,
      urgency: options.urgency,
      notes: this.#notes,
      attempt: (read) => this.#attempt(read),
    });
  }

  get observed(): Observer {
    return this.#intake.observed;
  }

  get firstPages(): readonly FirstPage[] {
    return this.#firstPages.all;
  }

  get httpStatus(): number | undefined {
    return this.#notes.httpStatus ?? this.#end.missingStatus;
  }

  /** Whether the records can be taken for all there are. The finished file is judged more strictly. */
  get isListWhole(): boolean {
    const { totals, gap, declaredOff, doubts, parents } = this.facts;
    const tiesOut = totals === undefined || totals.mismatched + totals.moved === 0;
    const isUndoubted = doubts === undefined || doubts.size === 0;
    const isRead = gap === undefined && declaredOff === undefined && parents?.isWhole !== false;
    return isRead && tiesOut && isUndoubted;
  }

  get facts(): ReadFacts {
    const { shape, parent, explode, window } = this.#definition;
    const { invalid, entries, hollow, outsideWindow, unfinished } = this.#intake;
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
      ...(unfinished === 0 ? {} : { unfinished }),
      ...(explode === undefined ? {} : { entries, hollow }),
      ...(this.#details.gap === undefined ? {} : { gap: this.#details.gap }),
      ...this.#end.facts,
    };
  }

  /** Reads a place that has no parents. */
  async read(part: PlaceDefinition = this.#definition): Promise<void> {
    const places = placesAt(placeFacts(this.#definition, part), this.#options);
    this.#end.noteLists(
      await Promise.all(places.map((place) => this.#attempt(() => this.#readAt(place, part), part))),
    );
  }

  /** Takes a record that was read already, such as the workspace that identified the token. */
  async takeRead(record: unknown, answer: Pick<Reply, 'status' | 'digitsKept' | 'doubts'>): Promise<void> {
    this.#notes.notePage(answer);
    await this.#intake.takeRecord(record);
  }

  /** Reads a place under each parent. A parent that cannot be read leaves the others alone. */
  async readUnder(parents: Parents, part: PlaceDefinition = this.#definition): Promise<void> {
    this.parentResource ??= part.parent?.resource;
    await this.#readEach(parents, (under) => this.#readOneUnder(under, part), part);
  }

  /** Reads a relation from its other end: what is listed there are the parents. */
  async readFromOtherSide(parents: Parents): Promise<void> {
    const { otherSide, parent } = this.#definition;
    if (otherSide === undefined || parent === undefined) return;
    const place: PlaceDefinition = { ...otherSide, shape: 'list' };
    const [param = ''] = Object.keys(paramsOf(otherSide.parent));
    this.parentResource = otherSide.parent.resource;
    await this.#readEach(
      parents,
      async ({ params }) => {
        for (const filled of placesAt(place, this.#options, params)) {
          await this.#readPlace(filled, params, (item) =>
            this.#takeTurned(item, params[param] ?? '', parent),
          );
        }
      },
      place,
    );
  }

  /** Asks once, or once for each list there is until one has something, and keeps nothing but whether there was anything. */
  async lookOnce(under?: Under): Promise<void> {
    let hasRecords = false;
    const gap = await this.#attempt(async () => {
      for (const place of placesAt(
        placeFacts(this.#definition, this.#definition),
        this.#options,
        under?.params,
      )) {
        for await (const page of readPlace(this.#options.client, place, 1)) {
          hasRecords ||= page.items.length > 0;
          break;
        }
        if (hasRecords) return;
      }
    });
    this.#end.noteDeclaredOff(gap === undefined && hasRecords);
  }

  /** There is nothing to read under, for the same reason as the parents' own. */
  inherit({ gap, declaredOff }: Pick<ReadFacts, 'gap' | 'declaredOff'>): void {
    if (gap !== undefined) this.#end.noteLists([{ ...gap, needs: undefined }]);
    if (declaredOff !== undefined) this.#end.noteDeclaredOff(false);
  }

  async #readEach(
    parents: Parents,
    read: (under: Under) => Promise<void>,
    part: PlaceDefinition,
  ): Promise<void> {
    const { count: total, isWhole } = parents;
    const late = tooLate(this.#options.client, parents, part);
    if (late !== undefined) return this.#end.noteParents({ total, read: 0, isWhole }, late);
    const { gap, read: count } = await readUnderEach(parents, (under) =>
      this.#attempt(() => read(under), part),
    );
    this.#end.noteParents({ total, read: count, isWhole }, gap);
  }

  async #readOneUnder({ params, parent, brought }: Under, part: PlaceDefinition): Promise<void> {
    if (brought !== undefined) {
      for (const item of brought) await this.#intake.takeItem(this.#marked(item, part.as), parent);
      return;
    }
    for (const place of placesAt(placeFacts(this.#definition, part), this.#options, params)) {
      await this.#readAt(place, part, params, parent);
    }
  }

  /** Returns the gap that a failure leaves. Where `missingIsNone` a 404 is none, and counted. */
  async #attempt(
    read: () => Promise<void>,
    { missingIsNone = false }: Pick<PlaceDefinition, 'missingIsNone'> = {},
  ): Promise<Gap | undefined> {
    try {
      await read();
      return undefined;
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      if (missingIsNone && error.status === 404) return this.#end.noteMissing();
      const refusal = error.code === 'ACCESS_DENIED' ? await this.#options.judge.judge() : 'scope';
      this.#notes.httpStatus = error.status;
      return gapOf(error, refusal);
    }
  }

  #readAt(place: Place, part: PlaceDefinition, params: Under['params'] = {}, parent?: Parent): Promise<void> {
    return this.#readPlace(place, params, (item, mark) =>
      this.#intake.takeItem(this.#marked(item, mark ?? part.as), parent),
    );
  }

  async #readPlace(
    place: Place,
    params: Under['params'],
    take: (item: unknown, mark: string | undefined) => Promise<void> | undefined,
  ): Promise<void> {
    const tallies = this.#openTallies(place);
    const pages = readPlace(this.#options.client, place, this.#options.pageSize);
    for await (const { page, items } of this.#details.filled(pages, params)) {
      this.#notes[page.isSameAnswer === true ? 'noteAnswer' : 'notePage'](page);
      this.#firstPages.note(place, params, page);
      tallies.get(page.stream?.as)?.note(page);
      for (const item of items) {
        const waiting = take(item, page.stream?.as);
        if (waiting !== undefined) await waiting;
      }
    }
  }

  /** One for each list that comes from a place, by its mark. */
  #openTallies({ shape, streams }: Place): ReadonlyMap<string | undefined, ListTally> {
    if (shape !== 'list') return new Map();
    const marks = streams?.map(({ as }) => as) ?? [undefined];
    return new Map(marks.map((mark) => [mark, this.#totals.open()]));
  }

  #marked(item: unknown, as: string | undefined): unknown {
    const { mark } = this.#definition;
    return mark === undefined || as === undefined || !isObject(item) ? item : { ...item, [mark]: as };
  }

  /** The item is the parent here, and what it was listed under the record: only ids are kept of either. */
  #takeTurned(item: unknown, id: string, parent: ParentDefinition): Promise<void> | undefined {
    const parentId = isObject(item) ? item['id'] : undefined;
    if (typeof parentId !== 'string') return this.#intake.takeRecord(item);
    return this.#intake.takeRecord({ id }, { [parentFields(parent)[0] ?? '']: parentId }, item);
  }
}
