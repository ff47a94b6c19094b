/**
 * `status --from --to`: the calendar of a period, from verified evidence alone. What was due stands in the
 * snapshots themselves, so that whoever holds the public key needs nobody's word for it.
 */
import type { KeyObject } from 'node:crypto';
import type { Predicate } from '../../schemas/chain.ts';
import { configuration } from '../../schemas/configuration.ts';
import type { Archive } from '../commit/archive.ts';
import { readBackwards, readRecords } from '../commit/history.ts';
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { type CalendarRun, calendarOf } from '../schedule/calendar.ts';
import type { Timetable } from '../schedule/expected.ts';
import { keyIdOf } from '../seal/dsse.ts';
import { readWhole } from '../store/content.ts';
import { CONFIGURATION_PATH, connectionPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { verifyStore } from '../verify/verify.ts';
import { type ConnectionCalendar, describeCalendars } from './calendar-text.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { reasonsOf } from './run-reasons.ts';
import { isForeign } from './status-records.ts';

/** Where a connection's evidence lies, and whose signatures count there. */
export interface EvidencePlace {
  readonly connection: string;
  readonly store: Store;
  readonly keys: () => Promise<readonly KeyObject[]>;
}

export interface CalendarOptions {
  readonly places: readonly EvidencePlace[];
  readonly from: string;
  readonly to: string;
  readonly now: Date;
}

/** Of several: what was found weighs more than what could not be judged, and that more than a gap. */
const ORDER: readonly ExitCode[] = [
  EXIT.bug,
  EXIT.verificationFailed,
  EXIT.storeFailed,
  EXIT.cannotJudge,
  EXIT.incomplete,
];

/** Returns the calendar of each connection. Exit 4: intact, and the period is not covered. */
export async function calendar(options: CalendarOptions): Promise<CommandOutput> {
  const { places, from, to } = options;
  const calendars: ConnectionCalendar[] = [];
  for (const place of places) calendars.push(await calendarAt(place, options));
  const codes = calendars.map(({ exitCode }) => exitCode);
  return {
    exitCode: ORDER.find((code) => codes.includes(code)) ?? worstExit(codes),
    json: { schema: 'segment-evidence/calendar/v1', from, to, connections: calendars },
    ...describeCalendars(calendars),
  };
}

async function calendarAt(place: EvidencePlace, options: CalendarOptions): Promise<ConnectionCalendar> {
  const { connection, store } = place;
  const nothing = { connection, slots: [], uncovered: [{ from: options.from, to: options.to }] };
  try {
    const keys = await place.keys();
    const { from, to } = options;
    // All of it: what answers a slot may have come long after it.
    const report = await verifyStore({
      store,
      connection,
      keys: keys.map((publicKey) => ({ publicKey, connection })),
      now: options.now,
      isQuick: true,
    });
    const problems = report.failures.map(({ code, message }) => `${code}: ${message}`);
    if (report.exitCode !== EXIT.done) return { ...nothing, exitCode: report.exitCode, problems };
    const runs = await readRuns(store, connection, keys, new Date(from));
    const period = { from: new Date(from), to: new Date(to), now: options.now };
    const { slots, uncovered } = calendarOf(runs, period);
    const isCovered = uncovered.length === 0 && slots.every(({ state }) => state === 'complete');
    return { connection, exitCode: isCovered ? EXIT.done : EXIT.incomplete, slots, uncovered };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { ...nothing, exitCode: error.exitCode, problems: [error.message] };
  }
}

/** Returns the runs of the period and the one before it, oldest first. Call it on what has been verified. */
async function readRuns(
  store: Store,
  connection: string,
  keys: readonly KeyObject[],
  from: Date,
): Promise<readonly CalendarRun[]> {
  const archive = archiveOf(store, connection, keys);
  const { last } = await readRecords(archive);
  const timetables = new Map<string, Timetable>();
  const runs: CalendarRun[] = [];
  for await (const { statement } of readBackwards(archive, last, 'anybody')) {
    const { predicate } = statement;
    const timetable = await timetableOf(store, predicate, timetables);
    runs.push(toRun(predicate, timetable));
    // A run for trying things out fills no slot; it says no less by what schedule it came.
    if (Date.parse(predicate.chain.recordedAt) < from.getTime()) break;
  }
  return runs.reverse();
}

/** All of these keys are trusted alike. */
function archiveOf(store: Store, connection: string, keys: readonly KeyObject[]): Archive {
  const [publicKey, ...previousKeys] = keys;
  if (publicKey === undefined) throw new Error('evidence without a key was called intact');
  return { store, connection, signer: { keyId: keyIdOf(publicKey), publicKey }, previousKeys };
}

function toRun(predicate: Predicate, timetable: Timetable | undefined): CalendarRun {
  const { chain, run, status } = predicate;
  return {
    seq: chain.seq,
    slot: run.slot,
    startedAt: run.startedAt,
    missedSlots: run.missedSlots,
    status: isForeign(predicate, undefined) ? 'failed' : status,
    reasons: reasonsOf(predicate),
    timetable,
  };
}

/** Once for each digest: most runs are asked the same. Bytes that are not those that were signed say nothing. */
async function timetableOf(
  store: Store,
  { artifacts, connection, snapshotPath }: Predicate,
  known: Map<string, Timetable>,
): Promise<Timetable | undefined> {
  const digest = artifacts.find(({ path }) => path === CONFIGURATION_PATH)?.sha256;
  if (digest === undefined) return undefined;
  const before = known.get(digest);
  if (before !== undefined) return before;
  const key = `${connectionPrefix(connection)}${snapshotPath}/${CONFIGURATION_PATH}`;
  const bytes = await readWhole(store, key);
  const parsed =
    sha256(bytes) === digest ? configuration.safeParse(JSON.parse(bytes.toString('utf8'))) : undefined;
  if (parsed?.data === undefined) return undefined;
  const { schedule, timezone } = parsed.data;
  const timetable = { timezone, ...(schedule === undefined ? {} : { schedule }) };
  known.set(digest, timetable);
  return timetable;
}
