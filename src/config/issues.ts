/** Problems of the configuration as a list for a reader: each once, in the order of the files, and not more than anyone reads. */

import type { ConfigIssue } from '../errors.ts';

/**
 * Returns one problem on one line, clickable in most terminals and editors.
 *
 *     evidence.config.yaml:12:5: connections.0.region: expected us or eu, got nothing; add it
 *     SEGMENT_EVIDENCE_STOER: expected a known variable, got another; did you mean SEGMENT_EVIDENCE_STORE?; unset it
 */
export function formatIssue(issue: ConfigIssue): string {
  const place = [issue.file, issue.line, issue.column].filter((part) => part !== undefined).join(':');
  return [place, issue.path, issue.message].filter((part) => part !== '').join(': ');
}

/** A problem with advice that takes a while to find: it is worked out only where the problem is reported. */
export interface FoundIssue extends ConfigIssue {
  /** Returns what stands behind the message, such as `; did you mean token?`. */
  readonly advice?: () => string;
}

/** More problems than this are counted and not listed: no one reads them, and one slip may have made them all. */
export const MOST_LISTED = 100;

export interface ListedIssues {
  /** Flags and variables first, then file by file from top to bottom; at most `MOST_LISTED`. */
  readonly issues: readonly ConfigIssue[];
  /** How many there are in all, each counted once. */
  readonly count: number;
}

/** Returns each problem once and in order, with its advice. */
export function listIssues(found: readonly FoundIssue[], files: readonly string[]): ListedIssues {
  const unique = [...new Map(found.map((issue) => [formatIssue(issue), issue])).values()];
  const ranks = new Map(files.map((file, index) => [file, index]));
  const rank = ({ file }: ConfigIssue) => (file === undefined ? -1 : (ranks.get(file) ?? files.length));
  const sorted = unique.sort(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const issues = sorted.slice(0, MOST_LISTED).map(({ advice, ...issue }) => ({
    ...issue,
    message: `${issue.message}${advice?.() ?? ''}`,
  }));
  return { issues, count: sorted.length };
}
