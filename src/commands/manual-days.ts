/** From when to when a file counts, as the command line says it. */
import { UsageError } from '../errors.ts';
import { readInstant } from './given-files.ts';

export interface GivenDays {
  readonly effective?: string;
  readonly expires?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Nobody means longer: a slip of the pen would keep a slot filled for good. */
const MOST_YEARS = 10;

/** Returns the first and the last day, in UTC. @throws UsageError */
export function daysOf(
  command: string,
  { effective, expires }: GivenDays,
  now: Date,
): { readonly effective: string; readonly expires: string } {
  const [first, last] = [dayOf(command, '--effective', effective), dayOf(command, '--expires', expires)];
  const today = now.toISOString().slice(0, 10);
  const refuse = (expected: string, got: string, hint: string) =>
    new UsageError({ message: `${command}: --expires: expected ${expected}, got ${got}`, hint });
  if (last <= first) throw refuse(`a day after --effective ${first}`, last, 'Exchange the two.');
  if (last < today)
    throw refuse(`today, ${today}, or later`, last, 'Attach a file that still counts; this one has expired.');
  if (Date.parse(last) - Date.parse(first) > MOST_YEARS * 366 * DAY_MS)
    throw refuse(`at most ${MOST_YEARS} years after --effective ${first}`, last, 'Correct the year.');
  return { effective: first, expires: last };
}

/** @throws UsageError for anything but a day that there is */
function dayOf(command: string, option: string, text: string | undefined): string {
  if (text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text))
    return readInstant(command, option, text, 'start').slice(0, 10);
  throw new UsageError({
    message: `${command}: ${option}: expected a day, got ${text === undefined ? 'none' : JSON.stringify(text)}`,
    hint: 'Write it as 2026-10-01.',
  });
}
