/** The calendar of a period in words: at a glance, then each slot that is not as it should be. */
import type { ExitCode } from '../errors.ts';
import type { Calendar, CalendarSlot, OffSchedule, Span } from '../schedule/calendar.ts';
import type { CommandOutput } from './command.ts';
import { describeOverview, type Glance } from './glance.ts';

export interface ConnectionCalendar extends Calendar {
  readonly connection: string;
  readonly exitCode: ExitCode;
  /** Why nothing can be said: the evidence is not intact, or cannot be judged. */
  readonly problems?: readonly string[];
}

/** Returns the connections at a glance, and the days and slots that are not covered. */
export function describeCalendars(
  calendars: readonly ConnectionCalendar[],
): Pick<CommandOutput, 'text' | 'verboseText'> {
  return describeOverview({
    headings: ['covered', 'due', 'complete', 'partial', 'failed', 'missing'],
    glances: calendars.map(glanceOf),
    details: (isFull) => calendars.map((each) => describe(each, isFull)),
  });
}

const countOf = (slots: readonly CalendarSlot[], state: CalendarSlot['state']) =>
  slots.filter((slot) => slot.state === state).length;

function glanceOf({ connection, exitCode, slots, uncovered, problems = [] }: ConnectionCalendar): Glance {
  const counts = (['complete', 'partial', 'failed', 'missing'] as const).map((state) =>
    String(countOf(slots, state)),
  );
  const cells = problems.length > 0 ? ['unknown', '-', '-', '-', '-', '-'] : undefined;
  return {
    connection,
    exitCode,
    cells: cells ?? [exitCode === 0 ? 'yes' : 'no', String(slots.length), ...counts],
    needs: [...problems, ...(problems.length > 0 ? [] : needsOf({ slots, uncovered }))],
  };
}

function describe(
  { connection, exitCode, slots, uncovered, offSchedule, problems = [] }: ConnectionCalendar,
  isFull: boolean,
): string {
  if (problems.length > 0)
    return [`${connection}: coverage unknown`, ...problems.map((each) => `  ${each}`)].join('\n');
  const shown = isFull ? slots : slots.filter(({ state }) => state !== 'complete');
  return [
    `${connection}: ${exitCode === 0 ? 'covered' : 'not covered'}`,
    ...describeCalendar({ slots, uncovered }),
    ...shown.map((slot) => `  ${describeSlot(slot)}`),
    ...offSchedule.map((run) => `  ${describeOff(run)}`),
  ].join('\n');
}

/** Returns how many slots stand how, and what nothing covers. */
export function describeCalendar({
  slots,
  uncovered,
}: Pick<Calendar, 'slots' | 'uncovered'>): readonly string[] {
  const states = ['complete', 'partial', 'failed', 'missing'] as const;
  const counted = states.map((state) => `${countOf(slots, state)} ${state}`);
  const expired = countOf(slots, 'expired');
  return [
    `  slots       ${[`${slots.length} due`, ...counted, ...(expired === 0 ? [] : [`${expired} expired`])].join(', ')}`,
    ...uncovered.map((span) => `  uncovered   ${span.from} to ${span.to}`),
  ];
}

/** Returns what a person has to know, each in a sentence. */
export function needsOf({ slots, uncovered }: Pick<Calendar, 'slots' | 'uncovered'>): readonly string[] {
  const [first, ...others] = slots.filter(({ state }) => state !== 'complete');
  const more = others.length === 0 ? '' : ` And ${others.length} more.`;
  return [...uncovered.map(describeSpan), ...(first === undefined ? [] : [`${describeSlot(first)}.${more}`])];
}

const describeSpan = ({ from, to }: Span) => `nothing covers ${from} to ${to}.`;

/** Returns a slot in a line: what became of it, and why. */
export function describeSlot({ slot, state, seq, reasons }: CalendarSlot): string {
  const record = seq === undefined ? '' : ` (record ${seq})`;
  return `${slot}  ${state}${record}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`;
}

/** Returns a run that no schedule asked for in a line. */
const describeOff = ({ slot, startedAt, state, seq, trigger, reasons }: OffSchedule) =>
  `${slot ?? startedAt}  off the schedule${trigger === undefined ? '' : `, ${trigger}`}: ${state} (record ${seq})${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`;
