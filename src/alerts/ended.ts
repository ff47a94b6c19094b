/** What is said where a condition ends, which need not mean that it is mended. Pure. */
import type { Predicate } from '../../schemas/chain.ts';
import { summaryOf } from './cause-text.ts';
import type { Cause } from './causes.ts';
import { unwatched } from './left-out.ts';

export interface Ending {
  /** When the run started with which it ended. */
  readonly at: string;
  readonly since: string;
  /** Of its resources, those that are no longer collected. */
  readonly leftOut: readonly string[];
  /** Of its checks, those that fail still, and somebody has accepted it. */
  readonly accepted: readonly string[];
}

/** Returns those of the checks of what has ended that fail as before: somebody has accepted that they do. */
export function acceptedOf({ checks }: Pick<Cause, 'checks'>, current: Predicate): readonly string[] {
  const accepted = new Set(current.checks?.accepted);
  return checks.filter((check) => accepted.has(check));
}

/** Returns how something ended, as sentences. */
export function endingOf(cause: Cause, { at, since, leftOut, accepted }: Ending): string {
  const said = summaryOf(cause);
  if (leftOut.length > 0 && leftOut.length === cause.resources.length)
    return `Ended at ${at}, open since ${since}, and not known to be mended: ${unwatched(leftOut)} It said: ${said}`;
  if (accepted.length > 0 && accepted.length === cause.checks.length)
    return `Accepted at ${at}, open since ${since}, and not mended: the policy waives it for a time. It said: ${said}`;
  const notMended = [
    ...(leftOut.length > 0 ? [` Not known to be mended: ${unwatched(leftOut)}`] : []),
    ...(accepted.length > 0 ? [` Not mended, but accepted for a time: ${accepted.join(', ')}.`] : []),
  ];
  return `Resolved at ${at}, open since ${since}: ${said}${notMended.join('')}`;
}
