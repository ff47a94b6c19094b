/**
 * `status --from --to`: the calendar of a period, from verified evidence alone. What was due stands in the
 * snapshots themselves, so that whoever holds the public key needs nobody's word for it.
 */
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from '../errors.ts';
import { exitCodeOf, Findings, type VerifyFailure } from '../verify/failure.ts';
import { verifyStore } from '../verify/verify.ts';
import { type ConnectionCalendar, describeCalendars } from './calendar-text.ts';
import type { CommandOutput } from './command.ts';
import { isCovered, RunBook } from './coverage.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { worstExit } from './exit.ts';

export interface CalendarOptions {
  readonly places: readonly EvidencePlace[];
  readonly from: string;
  readonly to: string;
  readonly now: Date;
}

export const CALENDAR_SCHEMA = 'segment-evidence/calendar/v1';

/** Of several: what was found weighs more than what could not be judged, and that more than a gap. */
const ORDER: readonly ExitCode[] = [
  EXIT.bug,
  EXIT.verificationFailed,
  EXIT.storeFailed,
  EXIT.cannotJudge,
  EXIT.incomplete,
];

/** Returns the calendar of each connection. */
export async function calendarsOf(options: CalendarOptions): Promise<readonly ConnectionCalendar[]> {
  const calendars: ConnectionCalendar[] = [];
  for (const place of options.places) calendars.push(await calendarAt(place, options));
  return calendars;
}

/** Exit 4: intact, and the period is not covered. */
export function calendarExit(calendars: readonly ConnectionCalendar[]): ExitCode {
  const codes = calendars.map(({ exitCode }) => exitCode);
  return ORDER.find((code) => codes.includes(code)) ?? worstExit(codes);
}

/** Returns the calendar of each connection, for a screen. */
export async function calendar(options: CalendarOptions): Promise<CommandOutput> {
  const { from, to } = options;
  const calendars = await calendarsOf(options);
  return {
    exitCode: calendarExit(calendars),
    json: { schema: CALENDAR_SCHEMA, from, to, connections: calendars },
    ...describeCalendars(calendars),
  };
}

async function calendarAt(place: EvidencePlace, options: CalendarOptions): Promise<ConnectionCalendar> {
  const { connection, store } = place;
  const nothing = {
    connection,
    slots: [],
    uncovered: [{ from: options.from, to: options.to }],
    offSchedule: [],
  };
  try {
    const keys = await place.keys();
    const runs = new RunBook(options);
    // All of it: what answers a slot may have come long after it.
    const report = await verifyStore({
      store,
      connection,
      keys: keys.map((publicKey) => ({ publicKey, connection })),
      now: options.now,
      isQuick: true,
      onRecord: runs.take,
    });
    if (report.exitCode !== EXIT.done)
      return { ...nothing, exitCode: report.exitCode, problems: report.failures.map(describeFailure) };
    const findings = new Findings();
    const covered = await runs.coverageOf(store, connection, findings);
    if (covered === undefined) {
      const { failures } = findings;
      return { ...nothing, exitCode: exitCodeOf(failures), problems: failures.map(describeFailure) };
    }
    const { slots, uncovered, offSchedule } = covered;
    const exitCode = isCovered(covered) ? EXIT.done : EXIT.incomplete;
    return { connection, exitCode, slots, uncovered, offSchedule };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { ...nothing, exitCode: error.exitCode, problems: [error.message] };
  }
}

const describeFailure = ({ code, message }: VerifyFailure) => `${code}: ${message}`;
