/** What somebody has approved, and on which day: a file of the company's own. */
import { DAY_MS, textAt, timeOf } from '../../evidence/records/fields.ts';
import type { CheckedRun } from '../checked-run.ts';
import { hasCome, INPUT_FILE, inPart } from './inputs.ts';

/** An approval explains what is done within so many days of it. */
const HOLDS_DAYS = 30;

export interface Approvals {
  /** Whether all of the file was read, or none is given: otherwise what nobody approved may well be approved. */
  readonly isKnown: boolean;
  /** Whether it was approved on or before the day of an instant. */
  isApprovedBy(subject: string, at: string): boolean;
  /** Whether what was seen to have changed since an instant was approved: then, or up to 30 days before. */
  explains(subject: string, since: string): boolean;
}

/** Reads the file of approvals; none where it is not given. */
export async function readApprovals(
  run: Pick<CheckedRun, 'countedTo' | 'entry' | 'isReadable' | 'isWhole' | 'records'>,
): Promise<Approvals> {
  const dates = new Map<string, string[]>();
  for await (const { id, data } of run.records('input:approvals')) {
    const [subject, date] = [textAt(data, 'subject'), textAt(data, 'approvedOn')];
    if (id === INPUT_FILE || subject === null || date === null || !hasCome(date, run.countedTo)) continue;
    dates.set(subject, [...(dates.get(subject) ?? []), date]);
  }
  const of = (subject: string) => dates.get(subject) ?? [];
  return {
    isKnown: inPart(run, 'approvals') === undefined,
    isApprovedBy: (subject, at) => of(subject).some((date) => date <= at.slice(0, 10)),
    explains: (subject, since) => {
      const from = (timeOf(since) ?? 0) - HOLDS_DAYS * DAY_MS;
      return of(subject).some((date) => (timeOf(`${date}T23:59:59Z`) ?? 0) >= from);
    },
  };
}
