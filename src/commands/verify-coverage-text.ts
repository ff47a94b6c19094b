/** What a connection's evidence lacks of a period, in the words of the calendar. */
import { EXIT } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { describeCalendar, describeSlot, needsOf } from './calendar-text.ts';
import type { CoveredConnection, JudgedCoverage } from './verify-period.ts';

/** At most so many slots are spelt out; the rest are counted, and all are in the JSON. */
const MOST_SLOTS = 10;

/** Returns lines about a period that was asked for; none where none was. */
export function describeCoverage({ coverage }: CoveredConnection): readonly string[] {
  if (coverage === undefined) return [];
  if (!isKnown(coverage))
    return [`  covered     unknown: ${coverage.problems?.map(printable).join('; ') ?? 'not judged'}`];
  const lacking = coverage.slots.filter(({ state }) => state !== 'complete');
  const more = lacking.length - MOST_SLOTS;
  return [
    `  covered     ${coverage.exitCode === EXIT.done ? 'yes' : 'no'}: ${coverage.from} to ${coverage.to}`,
    ...describeCalendar(coverage),
    ...lacking.slice(0, MOST_SLOTS).map((slot) => `              ${describeSlot(slot)}`),
    ...(more > 0 ? [`              and ${more} more; --json lists them`] : []),
  ];
}

/** Returns what a person has to know of it, each in a sentence. */
export function needsOfCoverage({ coverage }: CoveredConnection): readonly string[] {
  return coverage !== undefined && isKnown(coverage) ? needsOf(coverage) : [];
}

type Known = JudgedCoverage & Required<Omit<JudgedCoverage, 'problems'>>;

function isKnown(coverage: JudgedCoverage): coverage is Known {
  return coverage.problems === undefined;
}
