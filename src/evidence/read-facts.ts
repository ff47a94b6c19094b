/** What was seen while reading one resource, and what its definition leads one to expect. Nothing is judged. */
import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';

/** What kept a resource, or the rest of it, from being read. */
export interface Gap {
  readonly outcome: Exclude<Outcome, 'complete' | 'partial'>;
  readonly reason: OutcomeReason;
  readonly httpStatus?: number | undefined;
  /** The list does not end: a cursor came twice, or nothing new, or more than there is. */
  readonly isCursorLoop?: boolean;
  /** It was not begun: its own limit lets no more through in the time that was left. */
  readonly needs?:
    | {
        readonly requests: number;
        readonly requestsPerMinute: number;
        readonly minutes: number;
        readonly leftMinutes: number;
      }
    | undefined;
}

/**
 * What an answer says against its being all there is: another status than 200, errors next to its data,
 * a member that says so, members whose name stands twice, or as many records as were asked for without
 * a word about more.
 */
export type AnswerDoubt =
  | 'other-status'
  | 'errors-beside-data'
  | 'says-cut'
  | 'members-lost'
  | 'full-page-without-paging';

/** What the lists told of themselves, each held against what that very list showed. */
export interface ListTotals {
  readonly lists: number;
  /** Lists that told a total. */
  readonly told: number;
  /** Lists that showed another number of things than the total they told last. */
  readonly mismatched: number;
  /** Lists whose total changed while they were read. */
  readonly moved: number;
  /** What the first list that does not agree showed, and said. */
  readonly mismatch?: { readonly shown: number; readonly total: number } | undefined;
}

/** What was seen while reading. Nothing here is judged yet. */
export interface ReadFacts {
  /** Requests that brought records. 0: nothing was read at all. */
  readonly pages: number;
  readonly isPaged: boolean;
  /** What ended the reading before its end, or kept a parent from being read. */
  readonly gap?: Gap | undefined;
  readonly totals?: ListTotals | undefined;
  /** Sums over all lists; absent unless each of them told a total. */
  readonly firstTotal?: number | undefined;
  readonly lastTotal?: number | undefined;
  /** Answers with a doubt, by doubt. */
  readonly doubts?: ReadonlyMap<AnswerDoubt, number> | undefined;
  readonly parents?: { readonly total: number; readonly read: number; readonly isWhole: boolean } | undefined;
  /** Parents under which a 404 was taken for none, where that is what it means as a rule. */
  readonly missing?: number | undefined;
  /** Records that do not fit their schema. */
  readonly invalid: number;
  /** Records whose details could not be read, or came without the field they were read for. */
  readonly detailsUnread: number;
  /** Numbers kept as digits in a string. */
  readonly digitsKept: number;
  /** Entries of the list, where an entry may hold several records: that is what the server counts. */
  readonly entries?: number | undefined;
  /** Entries among them that hold no record. */
  readonly hollow?: number | undefined;
  /** Records whose time is not within the window, where there is one. */
  readonly outsideWindow?: number | undefined;
  /** Records of days that are not over, which were left out. */
  readonly unfinished?: number | undefined;
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
