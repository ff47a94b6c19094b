/**
 * Requests to delete or suppress people: how far each has come, and how long it took or has been open. Only what is
 * FINISHED everywhere is done: what failed, also in part, is not, however long ago.
 */
import { DAY_MS, daysBetween, textAt, timeOf } from './fields.ts';

export const ENDED_OTHERWISE: readonly string[] = ['FAILED', 'INVALID', 'NOT_SUPPORTED', 'PARTIAL_SUCCESS'];
export const UNDER_WAY: readonly string[] = ['INITIALIZED', 'RUNNING'];

export type RegulationState = 'done' | 'not done' | 'open' | 'not known';

/** Segment's own part and that of destinations, where it says both: the worse of the two. */
export function regulationState(data: unknown): RegulationState {
  const given = [textAt(data, 'status'), textAt(data, 'overallStatus')].filter((status) => status !== null);
  const has = (words: readonly string[]) => given.some((status) => words.includes(status));
  if (given.length === 0) return 'not known';
  if (given.every((status) => status === 'FINISHED')) return 'done';
  if (has(ENDED_OTHERWISE)) return 'not done';
  return has(UNDER_WAY) ? 'open' : 'not known';
}

/** When it was done; until then it grows older. */
function endOf(data: unknown, countedTo: string): string | null {
  return regulationState(data) === 'done' ? textAt(data, 'finishedAt') : countedTo;
}

/** Returns the whole days that it took, or has been open. */
export const regulationDays = (data: unknown, countedTo: string): number | null =>
  daysBetween(textAt(data, 'createdAt'), endOf(data, countedTo));

/** Whether it was done within so many days. */
export function isDoneWithin(
  days: number,
  data: unknown,
  countedTo: string,
): 'yes' | 'no' | 'not yet due' | 'not known' {
  const [start, end] = [timeOf(textAt(data, 'createdAt')), timeOf(endOf(data, countedTo))];
  if (start === null || end === null) return 'not known';
  const isInTime = end - start <= days * DAY_MS;
  if (regulationState(data) === 'done') return isInTime ? 'yes' : 'no';
  return isInTime ? 'not yet due' : 'no';
}
