/** The second request about a record, made only where the list left a field out. */
import type { DetailDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';
import type { Gap } from '../evidence/read-facts.ts';
import { inOrder } from '../read-ahead.ts';
import type { AnswerNotes } from './answer-notes.ts';
import type { SegmentClient } from './client.ts';
import { gapOfRun } from './gap.ts';
import { isTooLarge } from './page-limits.ts';
import type { Page } from './paginate.ts';
import { fillParams, fillPath } from './path.ts';

export interface DetailOptions {
  readonly client: SegmentClient;
  /** The larger goes first. */
  readonly urgency?: number | undefined;
  readonly notes: AnswerNotes;
  /** Turns a failure into a gap. */
  readonly attempt: (read: () => Promise<void>) => Promise<Gap | undefined>;
}

const PAGES_AT_ONCE = 2;

/** Reads details of the records of one resource. What cannot be read is counted, not lost. */
export class DetailReader {
  /** Records whose details could not be read, or came without the field they were read for. */
  unread = 0;
  /** What kept every request after it from being made. */
  gap: Gap | undefined;
  readonly #detail: DetailDefinition | undefined;
  readonly #options: DetailOptions;

  constructor(detail: DetailDefinition | undefined, options: DetailOptions) {
    this.#detail = detail;
    this.#options = options;
  }

  /**
   * Yields pages with their records, each with its details. Those of the next page are asked for before the last ones of
   * this page have come: nobody waits at its end.
   */
  filled(
    pages: AsyncIterable<Page>,
    params: Readonly<Record<string, string>> = {},
  ): AsyncIterable<{ readonly page: Page; readonly items: readonly unknown[] }> {
    const isPlain = this.#detail === undefined;
    return inOrder(pages, isPlain ? 1 : PAGES_AT_ONCE, async (page) => ({
      page,
      items: isPlain ? page.items : await Promise.all(page.items.map((item) => this.#read(item, params))),
    }));
  }

  /**
   * Returns the record with its details; the item as it was listed when they are there, or not to be had. `params` are
   * those that the list was read with.
   */
  async #read(item: unknown, params: Readonly<Record<string, string>>): Promise<unknown> {
    const detail = this.#detail;
    if (detail === undefined || !isObject(item) || detail.whenMissing in item) return item;
    const { client, urgency, notes, attempt } = this.#options;
    let record: unknown;
    const gap = await attempt(async () => {
      const own = fillPath(detail.path, detail.param, item['id']);
      const { path } = fillParams(own, params);
      const reply = await client.get({ operationId: detail.operationId, path, priority: urgency });
      record = reply.data[detail.key];
      notes.noteAnswer(reply);
    });
    const isRead =
      gap === undefined &&
      isObject(record) &&
      record['id'] === item['id'] &&
      detail.whenMissing in record &&
      !isTooLarge(record);
    if (!isRead) this.unread += 1;
    this.gap ??= gapOfRun(gap);
    if (!isRead) return item;
    return detail.isMerged === true && isObject(record) ? { ...item, ...record } : record;
  }
}
