/** Takes the records of one resource: observed as they came, then normalised to the spool. Never judges. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { isObject } from '../evidence/json.ts';
import type { KeyedLine } from '../evidence/line-block.ts';
import type { NormalisedRecord, Parent } from '../evidence/normalise.ts';
import { recordsOf } from './items.ts';
import { Observer, type Wanted } from './observe.ts';
import type { ReadWindow } from './places.ts';

export interface IntakeOptions extends Wanted {
  /** The workspace that records must be of, as Segment gave its id. */
  readonly workspaceId: string;
  readonly window?: ReadWindow | undefined;
  /** The run's start: what is of that day has not ended. ISO 8601 UTC. */
  readonly askedAt: string;
  readonly normalise: (record: unknown, parent?: Parent) => NormalisedRecord;
  readonly take: (line: KeyedLine) => Promise<void> | undefined;
}

/** Servers may tell a time to the second. */
const WINDOW_SLACK_MS = 1_000;

/** A day, or what begins with one: `2026-11-22`. Any other text is no day, over or not. */
const DAY = /^\d{4}-\d{2}-\d{2}(?!\d)/;

/** Made for one resource of one run. */
export class RecordIntake {
  readonly observed: Observer;
  /** Records that do not fit their schema. */
  invalid = 0;
  entries = 0;
  /** Entries that hold no record. */
  hollow = 0;
  outsideWindow = 0;
  /** Records of days that are not over: left out. */
  unfinished = 0;
  readonly #definition: ResourceDefinition;
  readonly #options: IntakeOptions;

  constructor(definition: ResourceDefinition, options: IntakeOptions) {
    this.#definition = definition;
    this.#options = options;
    this.observed = new Observer(definition, options.workspaceId, options);
  }

  /**
   * Takes what a list holds: a record as a rule, or an entry that holds several. As a rule there is nothing to wait for:
   * a page that is gone through at once is gone before the next one comes.
   */
  takeItem(item: unknown, parent?: Parent): Promise<void> | undefined {
    const records = recordsOf(this.#definition, item);
    this.entries += 1;
    if (records.length === 0) this.hollow += 1;
    return records.length === 1 ? this.takeRecord(records[0], parent) : this.#takeEach(records, parent);
  }

  async #takeEach(records: readonly unknown[], parent: Parent | undefined): Promise<void> {
    for (const record of records) await this.takeRecord(record, parent);
  }

  /** Takes a record. `raw` is what was listed, where the record is made from it. */
  takeRecord(record: unknown, parent?: Parent, raw: unknown = record): Promise<void> | undefined {
    if (this.#isUnfinished(record)) {
      this.unfinished += 1;
      return undefined;
    }
    const { id, line, isInvalid } = this.#options.normalise(record, parent);
    if (isInvalid) this.invalid += 1;
    if (!this.#isWithinWindow(record)) this.outsideWindow += 1;
    this.observed.note(record, parent);
    this.observed.noteOrigin(raw, raw === record ? parent : undefined);
    return this.#options.take({ key: id, line });
  }

  #isUnfinished(record: unknown): boolean {
    const day = this.#definition.period?.day;
    if (day === undefined) return false;
    const at = isObject(record) ? record[day] : undefined;
    const [ofRecord] = typeof at === 'string' ? (DAY.exec(at) ?? []) : [];
    const [today = ''] = DAY.exec(this.#options.askedAt) ?? [];
    return ofRecord !== undefined && ofRecord >= today;
  }

  #isWithinWindow(record: unknown): boolean {
    const field = this.#definition.window?.field;
    const { window } = this.#options;
    const at = field !== undefined && isObject(record) ? record[field] : undefined;
    // A record without a text there does not fit its schema, which is said of it.
    if (window === undefined || typeof at !== 'string') return true;
    const atMs = Date.parse(at);
    const [fromMs, toMs] = [Date.parse(window.from), Date.parse(window.to)];
    return atMs >= fromMs - WINDOW_SLACK_MS && atMs <= toMs + WINDOW_SLACK_MS;
  }
}
