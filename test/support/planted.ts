/** A violation for each check that can find something. */
import { ABOUT_PEOPLE } from './planted-people.ts';
import { ABOUT_RECEIVERS } from './planted-receivers.ts';
import { ABOUT_REQUESTS } from './planted-requests.ts';
import { ABOUT_SOURCES } from './planted-sources.ts';
import type { Violation } from './planted-violations.ts';

export const VIOLATIONS: readonly Violation[] = [
  ...ABOUT_SOURCES,
  ...ABOUT_RECEIVERS,
  ...ABOUT_REQUESTS,
  ...ABOUT_PEOPLE,
];

/** Checks of which there is none, and why. */
export const UNPLANTED: Readonly<Record<string, string>> = {
  'AUD-03': 'It needs a file of reviews.',
  'DST-01': 'It needs a file of vendors.',
  'DST-02': 'It needs a file of vendors.',
  'DST-06': 'It needs a file of approvals.',
  'IAM-11': 'It needs a roster.',
  'PRV-06': 'It needs a file of vendors.',
  'TOK-04': 'It needs a file of reviews.',
  'TP-07': 'It needs a file of vendors.',
  'TP-13': 'It never fails: names of observed events are not sealed.',
};
