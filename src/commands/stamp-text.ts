/** What became of the time stamp of a run's record, in words. */

import { printable } from '../evidence/printable.ts';
import type { Stamping } from '../run/stamp.ts';

const NEXT = 'the next run stamps the newest record, which fixes all before it';

/** Returns lines of a run's description; none where nobody is named, or where a run before has seen to it. */
export function describeStamp(stamp: Stamping | undefined): readonly string[] {
  if (stamp === undefined || stamp.result === 'present') return [];
  if (stamp.result === 'stamped')
    return [`  stamped   ${shortened(stamp.at)} by ${printable(stamp.authority)}`];
  return [
    `  stamped   no: ${bare(stamp.reason)}; ${NEXT}`,
    ...(stamp.hint === undefined ? [] : [`            ${stamp.hint}`]),
  ];
}

/** Returns what a person has to know of it, in a sentence or two. */
export function missingStamp(stamp: Stamping | undefined): readonly string[] {
  if (stamp?.result !== 'none') return [];
  return [
    `no time stamp: ${bare(stamp.reason)}; ${NEXT}.${stamp.hint === undefined ? '' : ` ${stamp.hint}`}`,
  ];
}

/** What was tried stands before it already. */
const bare = (reason: string) => reason.replace(/^time stamp: /, '');
const shortened = (instant: string) => instant.replace(/\.000Z$/, 'Z');
