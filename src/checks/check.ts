/**
 * What a check is: one question about what a run read, and who must hear of the answer. One file a check.
 * Pure: no clock, no network, no disk; all it may read is handed to it.
 */
import type { StoredRecord } from '../../schemas/lines.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Finding } from '../evidence/finding.ts';

/** What a run read, as far as checks may read it. */
export interface CheckedRun {
  /** The manifest's entry of a resource. */
  entry(resource: string): ResourceEntry | undefined;
  /** Yields the records of a resource; none where it has no file. */
  records(resource: string): AsyncIterable<StoredRecord>;
}

export interface Check {
  /** Kebab-case, a claim: `every-owner-is-known`. Never given to another question. */
  readonly id: string;
  readonly severity: Finding['severity'];
  /** Resources that the answer rests on. Where one is not complete, nothing passes. */
  readonly reads: readonly string[];
  ask(run: CheckedRun): Promise<Pick<Finding, 'outcome' | 'summary'>>;
}
