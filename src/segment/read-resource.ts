/**
 * Reads one resource: pages or items, under its parents where it has some, with details where the
 * list leaves them out; each record goes normalised to the spool. Never judges what it read.
 */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import type { KeyedLine } from '../evidence/artifact.ts';
import type { Gap, ReadFacts } from '../evidence/completeness.ts';
import { isObject } from '../evidence/json.ts';
import type { NormalisedRecord, Parent } from '../evidence/normalise.ts';
import type { RefusalJudge } from './access.ts';
import type { Reading, SegmentClient } from './client.ts';
import { gapOf } from './gap.ts';
import { readPages } from './paginate.ts';

export interface ReadOptions {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly pageSize: number;
  readonly normalise: (record: unknown, parent?: Parent) => NormalisedRecord;
  readonly take: (line: KeyedLine) => Promise<void>;
}

/** The ids of the parents, and whether they are known to be all. */
export interface Parents {
  readonly ids: readonly string[];
  readonly isWhole: boolean;
}

type MutableFacts = { -readonly [K in keyof ReadFacts]: ReadFacts[K] };

/** Reads one resource of a run. Made for it, used once. */
export class ResourceReader {
  readonly #definition: ResourceDefinition;
  readonly #options: ReadOptions;
  readonly #facts: MutableFacts;
  /** Ids as Segment gave them, for the resources that are read per record of this one. */
  readonly ids: string[] = [];
  recordsWithUnknownFields = 0;
  httpStatus: number | undefined;

  constructor(definition: ResourceDefinition, options: ReadOptions) {
    this.#definition = definition;
    this.#options = options;
    this.#facts = {
      pages: 0,
      isPaged: definition.shape === 'list' && definition.parent === undefined,
      invalid: 0,
      emptied: 0,
      detailsUnread: 0,
      digitsKept: 0,
    };
  }

  get facts(): ReadFacts {
    return this.#facts;
  }

  /** Reads the whole resource that has no parents. */
  async read(): Promise<void> {
    const gap = await this.#attempt(() => this.#readAt(this.#definition.path));
    if (gap !== undefined) this.#facts.gap = gap;
  }

  /** Takes a record that was read already, such as the workspace that identified the token. */
  async takeRead(record: unknown, status: number, digitsKept: number): Promise<void> {
    this.#notePage(status, digitsKept);
    await this.#takeRecord(record);
  }

  /** Reads the resource under each parent. A parent that cannot be read leaves the others alone. */
  async readUnder(parents: Parents): Promise<void> {
    const param = this.#definition.parent?.param ?? '';
    let read = 0;
    await Promise.all(
      parents.ids.map(async (id) => {
        const gap = await this.#attempt(() =>
          this.#readAt(fillPath(this.#definition.path, param, id), { [param]: id }),
        );
        if (gap === undefined) read += 1;
        else this.#facts.gap ??= gap;
      }),
    );
    this.#facts.parents = { total: parents.ids.length, read, isWhole: parents.isWhole };
  }

  /** Takes note that there is nothing to read under, for the same reason as the parents' own. */
  inherit(gap: Gap): void {
    this.#facts.gap = gap;
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

  async #readAt(path: string, parent?: Parent): Promise<void> {
    const { operationId, key, requestsPerMinute, shape } = this.#definition;
    const reading: Reading = { operationId, path, requestsPerMinute };
    if (shape === 'item') {
      const { data, status, digitsKept } = await this.#options.client.get({
        ...reading,
        countRecords: () => 1,
      });
      if (!isObject(data[key])) throw badShape(path, key, status);
      this.#notePage(status, digitsKept);
      await this.#takeRecord(data[key], parent);
      return;
    }
    let isFirst = true;
    for await (const page of readPages(
      this.#options.client,
      reading,
      this.#definition,
      this.#options.pageSize,
    )) {
      this.#notePage(page.status, page.digitsKept);
      if (parent === undefined) {
        if (isFirst) this.#facts.firstTotal = page.total;
        this.#facts.lastTotal = page.total;
      }
      isFirst = false;
      const records = await Promise.all(page.items.map((item) => this.#withDetails(item)));
      for (const record of records) await this.#takeRecord(record, parent);
    }
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
    const isRead =
      gap === undefined && isObject(record) && record['id'] === item['id'] && detail.whenMissing in record;
    if (!isRead) this.#facts.detailsUnread += 1;
    return isRead ? record : item;
  }

  async #takeRecord(record: unknown, parent?: Parent): Promise<void> {
    const { id, line, isInvalid, hasUnknownFields } = this.#options.normalise(record, parent);
    if (isInvalid) this.#facts.invalid += 1;
    if (hasUnknownFields) this.recordsWithUnknownFields += 1;
    if (isEmptied(this.#definition, record)) this.#facts.emptied += 1;
    if (isObject(record) && typeof record['id'] === 'string') this.ids.push(record['id']);
    await this.#options.take({ key: id, line });
  }
}

/** Whether the server emptied a list of the record that should have something in it. */
export function isEmptied({ emptied }: ResourceDefinition, record: unknown): boolean {
  if (emptied === undefined || !isObject(record)) return false;
  const list = record[emptied.field];
  if (!Array.isArray(list) || list.length > 0) return false;
  const { path, equals } = emptied.unless;
  return (
    path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), record) !== equals
  );
}

/**
 * Returns a path with a parameter filled in.
 * @throws SegmentError BAD_SHAPE for an id that no URL can carry: `..` would name another path
 */
export function fillPath(path: string, param: string, id: unknown): string {
  if (typeof id !== 'string' || id === '' || /^\.{1,2}$/.test(id) || !id.isWellFormed()) {
    throw badShape(path, param, undefined);
  }
  return path.replace(`{${param}}`, () => encodeURIComponent(id));
}

function badShape(path: string, key: string, status: number | undefined): SegmentError {
  return new SegmentError({
    code: 'BAD_SHAPE',
    status,
    message: `read: GET ${path}: expected a usable \`${key}\`, got another shape`,
  });
}
