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
  'TP-13': 'It never fails: names of observed events are not sealed.',
};
