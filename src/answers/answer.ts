/**
 * An answer: one question, what it rests on in words, and one table. Every output is made from this alone, so that all of
 * them say the same. Answering never fetches, and never judges.
 */
import type { ExitCode } from '../errors.ts';
import type { Table } from './table.ts';

export interface Answer<Row = unknown> {
  readonly question: string;
  /**
   * The first line of every output: whether the answer rests on complete evidence, and if not, why not.
   * Begins with COMPLETE or NOT COMPLETE.
   */
  readonly standing: string;
  /** What it rests on: label and text, in the order of reading. */
  readonly cover: readonly (readonly [label: string, text: string])[];
  /** The same in short, for a terminal: without digests, and without what only somebody who checks needs. */
  readonly brief?: Answer['cover'];
  /** 4 where it rests on something incomplete. */
  readonly exitCode: ExitCode;
  readonly table: Table<Row>;
  /** The JSON document but for its rows, which are the last member, under `rowsKey`. */
  readonly head: { readonly schema: string } & Readonly<Record<string, unknown>>;
  readonly rowsKey: string;
  /** ISO 8601 in UTC: the instant of the evidence. Files that have to say when they were made say this. */
  readonly asOf?: string;
  /** Further tables, each a sheet of its own where an output has sheets. */
  readonly sheets?: readonly Table[];
}

/** Returns the first line: complete only where no gap is known. */
export function standingOf(complete: string, gaps: readonly string[]): string {
  return gaps.length === 0 ? `COMPLETE: ${complete}` : `NOT COMPLETE: ${gaps.join('; ')}`;
}
