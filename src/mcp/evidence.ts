/**
 * What the tools are handed: verified runs, and three questions about a store that are answered elsewhere. No store, no token
 * and no address is among it, so nothing here can write, send or ask.
 */
import type { Answer } from '../answers/answer.ts';
import type { History } from '../verify/read-history.ts';
import type { VerifyReport } from '../verify/report.ts';

export interface ConnectionEvidence {
  readonly connection: string;
  /** The runs that there are now, verified. @throws UnverifiedError; StoreError READ_FAILED */
  history(): Promise<History>;
  /** Which runs were due and which there are. Instants, ISO 8601 UTC. */
  calendar(from: string, to: string): Promise<Calendar>;
  /** What became of an access review, unless one is named of the newest that is begun and not finished. */
  reviewStatus(review: string | undefined): Promise<Answer>;
  /** Whether it still is what was signed. `isQuick`: the bytes of the records are left unread. */
  verify(isQuick: boolean): Promise<VerifyReport>;
}

export interface Calendar {
  /** Whether each slot has a complete record and no day is uncovered. */
  readonly isCovered: boolean;
  readonly slots: readonly object[];
  readonly uncovered: readonly object[];
  /** Why nothing can be said. */
  readonly problems?: readonly string[];
}

export interface Evidence {
  /** In the order of their names; at least one. */
  readonly connections: readonly ConnectionEvidence[];
  /**
   * Returns the instant that a day or an instant names, and none to come; a day alone is its start or its end, in UTC.
   * @throws UsageError
   */
  toPast(name: string, text: string, edge: 'start' | 'end'): string;
}
