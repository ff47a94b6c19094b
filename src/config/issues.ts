/** Problems of the configuration as a list for a reader: each once, in the order of the files. */

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

/** Returns each problem once: flags and variables first, then file by file from top to bottom. */
export function sortIssues(issues: readonly ConfigIssue[], files: readonly string[]): readonly ConfigIssue[] {
  const unique = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  const rank = ({ file }: ConfigIssue) => {
    if (file === undefined) return -1;
    const index = files.indexOf(file);
    return index === -1 ? files.length : index;
  };
  return [...unique.values()].sort(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
