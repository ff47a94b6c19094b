/** What reading one resource brought, and where its lines are kept until they are sealed. */
import type { DriftTally } from '../evidence/drift.ts';
import type { KeyedLine } from '../evidence/line-block.ts';
import type { Observed } from '../evidence/plausibility.ts';
import type { ReadFacts } from '../evidence/read-facts.ts';
import type { RedactionTally } from '../evidence/redact.ts';
import type { FirstPage } from './first-pages.ts';
import type { Listed } from './read-ways.ts';

/** Takes lines and gives them back in order. */
export interface LineSpool {
  /** Whoever adds waits for the result, if there is one. */
  add(line: KeyedLine): Promise<void> | undefined;
  /** All lines by key, then by line; some at a time. */
  sorted(): AsyncIterable<readonly KeyedLine[]>;
  close(): Promise<void>;
}

/** What reading one resource brought. */
export interface CollectedResource extends Observed, Listed {
  /** Whether its records can be taken for all there are, each with an id. */
  readonly isWhole: boolean;
  readonly facts: ReadFacts;
  readonly httpStatus: number | undefined;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly spool: LineSpool;
  readonly tally: RedactionTally;
  readonly drift: DriftTally;
  /** Of each list that has no parents. */
  readonly firstPages: readonly FirstPage[];
}
