/** What a folder is by the names in it, where nothing is known of what is around it. Pure. */
import { ROOT } from '../store/layout.ts';
import type { FailureCode, Problem } from './failure.ts';

export interface Unusable {
  readonly kind: 'unusable';
  readonly code: FailureCode;
  readonly problem: Problem;
}

/** The first part of every key. */
export const BASE = ROOT.slice(0, ROOT.indexOf('/'));
export const VERSION = /^v\d+$/;

export function unusable(code: FailureCode, expected: string, found: string): Unusable {
  return { kind: 'unusable', code, problem: { what: 'find evidence', expected, found } };
}

/** Why an archive is no place of evidence. */
export const unusableArchive = (kind: 'hostile' | 'cut' | 'other', found: string): Unusable =>
  unusable(
    kind === 'hostile' ? 'CONTENT_INVALID' : 'FORMAT_UNKNOWN',
    'an export or a store in a ZIP file',
    found,
  );

/** Adding one to the other must not decide which of them is checked. */
export const AMBIGUOUS = unusable(
  'FORMAT_UNKNOWN',
  `either a store, with ${BASE}/ in it, or a part of one`,
  'both; name the folder you mean',
);

/** Returns whether a folder with these names is a store, or a connection's folder that was copied out of one. */
export function placeNamed(names: ReadonlySet<string>): 'store' | 'copy' | Unusable {
  if (names.has(BASE)) return names.has('chain') ? AMBIGUOUS : 'store';
  if (names.has('chain')) return 'copy';
  if (names.has('bagit.txt')) {
    const found = 'a snapshot alone: chain/, which holds its signed record, is missing';
    return unusable('NOTHING_THERE', "the connection's folder with chain/ and snapshots/", found);
  }
  return unusable('NOTHING_THERE', `a store, with ${ROOT}/ in it`, 'a folder without');
}
