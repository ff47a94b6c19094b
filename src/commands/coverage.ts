/**
 * Whether verified evidence covers a period. What was due stands in the snapshots themselves, so that whoever holds
 * the public key needs nobody's word for it. Takes what the verification walks past, so that nothing is read twice.
 */
import { configuration } from '../../schemas/configuration.ts';
import { StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { type Calendar, type CalendarRun, calendarOf } from '../schedule/calendar.ts';
import type { Timetable } from '../schedule/expected.ts';
import { readWhole } from '../store/content.ts';
import { CONFIGURATION_PATH, connectionPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { Findings } from '../verify/failure.ts';
import { describeExpired } from '../verify/retention.ts';
import type { SeenRecord } from '../verify/snapshots.ts';
import { reasonsOf } from './run-reasons.ts';
import { isForeign } from './status-records.ts';

const DAY_MS = 86_400_000;

/** A period as it was asked for: an end that is left open is now, an open start the connection's first run. */
export interface AskedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly now: Date;
}

/** What a period lacks, with its ends as they were taken. */
export interface Coverage extends Calendar {
  readonly from: string;
  readonly to: string;
}

/** A run, and where its snapshot keeps what was asked of it. */
interface SeenRun {
  readonly run: Omit<CalendarRun, 'timetable'>;
  readonly recordedAt: number;
  readonly configuration: { readonly sha256: string; readonly key: string } | undefined;
}

/** Whether each slot has a complete record and no day is uncovered. */
export function isCovered({ slots, uncovered }: Calendar): boolean {
  return uncovered.length === 0 && slots.every(({ state }) => state === 'complete');
}

/** The runs of each connection that a verification walks past, as far as they say something about a period. */
export class RunBook {
  readonly #period: AskedPeriod;
  readonly #fromMs: number;
  readonly #runs = new Map<string, SeenRun[]>();
  /** Of before the period, the newest run under each configuration: one of them says what was due at its start. */
  readonly #before = new Map<string, Map<string | undefined, SeenRun>>();

  constructor(period: AskedPeriod) {
    this.#period = period;
    this.#fromMs = period.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(period.from);
  }

  /** Takes the next record, oldest first. */
  readonly take = (record: SeenRecord): void => {
    const { connection } = record;
    const seen = toSeenRun(record);
    if (seen.recordedAt >= this.#fromMs) {
      const runs = this.#runs.get(connection) ?? [];
      this.#runs.set(connection, runs);
      runs.push(seen);
    } else {
      const before = this.#before.get(connection) ?? new Map<string | undefined, SeenRun>();
      this.#before.set(connection, before.set(seen.configuration?.sha256, seen));
    }
  };

  /**
   * Returns what a connection's evidence says of the period. Call it on what was found to be intact. What was asked
   * of a run and is not what was signed is reported, since it must not make slots disappear: then nothing is returned.
   * @throws StoreError READ_FAILED
   */
  async coverageOf(store: Store, connection: string, findings: Findings): Promise<Coverage | undefined> {
    const before = [...(this.#before.get(connection)?.values() ?? [])];
    const seen = [...before, ...(this.#runs.get(connection) ?? [])].sort(
      (a, b) => a.recordedAt - b.recordedAt,
    );
    const timetables = await readTimetables(store, seen, findings);
    if (timetables === undefined) return undefined;
    const runs = seen.map(({ run, configuration: kept }) => ({
      ...run,
      timetable: kept === undefined ? undefined : timetables.get(kept.sha256),
    }));
    const { now } = this.#period;
    const first = Math.min(...runs.map(({ slot, startedAt }) => Date.parse(slot ?? startedAt)));
    const to = this.#period.to ?? now.toISOString();
    const from = this.#period.from ?? startOf(first, to);
    return { from, to, ...calendarOf(runs, { from: new Date(from), to: new Date(to), now }) };
  }
}

/** The first run; where there is none yet, a day before the end: a period of no length would count as covered. */
function startOf(firstMs: number, to: string): string {
  const end = Date.parse(to);
  return new Date(firstMs > end ? end - DAY_MS : firstMs).toISOString();
}

function toSeenRun({ connection, predicate, isExpired, isBare }: SeenRecord): SeenRun {
  const { chain, run, status, artifacts, snapshotPath } = predicate;
  const digest = isBare ? undefined : artifacts.find(({ path }) => path === CONFIGURATION_PATH)?.sha256;
  const key = `${connectionPrefix(connection)}${snapshotPath}/${CONFIGURATION_PATH}`;
  return {
    run: {
      seq: chain.seq,
      slot: run.slot,
      startedAt: run.startedAt,
      missedSlots: run.missedSlots,
      trigger: run.trigger,
      status: isForeign(predicate, undefined) ? 'failed' : status,
      reasons: isExpired ? [describeExpired(predicate)] : reasonsOf(predicate),
      isExpired,
    },
    recordedAt: Date.parse(chain.recordedAt),
    configuration: digest === undefined ? undefined : { sha256: digest, key },
  };
}

/** By digest, each read once: most runs are asked the same, and of those that expired another may tell. */
async function readTimetables(
  store: Store,
  runs: readonly SeenRun[],
  findings: Findings,
): Promise<ReadonlyMap<string, Timetable> | undefined> {
  const timetables = new Map<string, Timetable>();
  let isWhole = true;
  for (const { run, configuration: kept } of runs) {
    if (kept === undefined || run.isExpired || timetables.has(kept.sha256)) continue;
    const timetable = await readTimetable(store, kept, findings);
    if (timetable === undefined) isWhole = false;
    else timetables.set(kept.sha256, timetable);
  }
  return isWhole ? timetables : undefined;
}

async function readTimetable(
  store: Store,
  { key, sha256: signed }: NonNullable<SeenRun['configuration']>,
  findings: Findings,
): Promise<Timetable | undefined> {
  const bytes = await readWhole(store, key).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  const found = bytes === undefined ? 'nothing' : `sha256:${sha256(bytes)}`;
  const expected = `sha256:${signed}`;
  const parsed = found === expected ? configuration.safeParse(JSON.parse(String(bytes))) : undefined;
  if (parsed?.data === undefined) {
    const code =
      bytes === undefined ? 'ARTIFACT_MISSING' : found === expected ? 'CONTENT_INVALID' : 'DIGEST_MISMATCH';
    findings.fail(code, key, { what: 'read what was due', expected, found });
    return undefined;
  }
  const { schedule, timezone } = parsed.data;
  return { timezone, ...(schedule === undefined ? {} : { schedule }) };
}
