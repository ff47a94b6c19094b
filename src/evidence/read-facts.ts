/** What was seen while reading one resource, and what its definition leads one to expect. Nothing is judged. */
import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';

/** What kept a resource, or the rest of it, from being read. */
export interface Gap {
  readonly outcome: Exclude<Outcome, 'complete' | 'partial'>;
  readonly reason: OutcomeReason;
  readonly httpStatus?: number | undefined;
  /** The server sent a cursor twice. */
  readonly isCursorLoop?: boolean;
}

/** What was seen while reading. Nothing here is judged yet. */
export interface ReadFacts {
  /** Requests that brought records. 0: nothing was read at all. */
  readonly pages: number;
  readonly isPaged: boolean;
  /** What ended the reading before its end, or kept a parent from being read. */
  readonly gap?: Gap | undefined;
  readonly firstTotal?: number | undefined;
  readonly lastTotal?: number | undefined;
  readonly parents?: { readonly total: number; readonly read: number; readonly isWhole: boolean } | undefined;
  /** Records that do not fit their schema. */
  readonly invalid: number;
  /** Records whose details could not be read, or came without the field they were read for. */
  readonly detailsUnread: number;
  /** Numbers kept as digits in a string. */
  readonly digitsKept: number;
  /** Entries of the list, where an entry may hold several records: that is what the server counts. */
  readonly entries?: number | undefined;
  /** Of several lists that make up the resource, those that were read. */
  readonly variants?: { readonly total: number; readonly read: number } | undefined;
  /** What was asked for by time. `isCut`: the time before is lost, the API has forgotten it. */
  readonly window?: { readonly from: string; readonly to: string; readonly isCut: boolean } | undefined;
  /** Asked once although its feature is declared off; what it answered was not kept. */
  readonly declaredOff?: { readonly hasRecords: boolean } | undefined;
}

/** What of a resource's definition matters here. */
export interface Expectations {
  readonly isNeverEmpty?: boolean;
  readonly repeatsAreNormal?: boolean;
}
