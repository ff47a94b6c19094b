/**
 * How the reading of a resource ended, in the contract's words. Pure: facts in, outcome out.
 * A population is `complete` only when nothing speaks against it; every doubt is a named rule that
 * does not hold, and the first of them is the reason.
 */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import type { LineCounts } from './artifact.ts';
import type { Doubt } from './plausibility.ts';

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
  /** Records with a list that the server empties for a token without the right. */
  readonly emptied: number;
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
  readonly emptied?: { readonly field: string };
}

export interface Conclusion {
  readonly outcome: Outcome;
  readonly reason?: OutcomeReason;
  readonly completeness?: NonNullable<ResourceEntry['completeness']>;
}

/**
 * Returns the outcome of a resource that was asked for. `counts` are those of its finished file,
 * `crossChecked` the rules that other resources add.
 */
export function concludeReading(
  facts: ReadFacts,
  counts: LineCounts,
  expected: Expectations,
  crossChecked: readonly Doubt[] = [],
): Conclusion {
  if (facts.declaredOff !== undefined) return { outcome: 'not-collected', reason: 'feature-declared-off' };
  const hasParents = facts.parents !== undefined && facts.parents.total > 0;
  const wasReachable = facts.pages > 0 || (facts.parents !== undefined && !hasParents);
  if (facts.gap !== undefined && !wasReachable) {
    return { outcome: facts.gap.outcome, reason: facts.gap.reason };
  }
  const doubts = [...rulesOf(facts, counts, expected), ...crossChecked];
  const broken = doubts.find(({ rule }) => !rule.holds);
  return {
    outcome: broken === undefined ? 'complete' : 'partial',
    ...(broken === undefined ? {} : { reason: broken.reason }),
    completeness: {
      method: methodOf(facts, counts),
      distinctIds: counts.distinctIds,
      ...(facts.firstTotal === undefined ? {} : { firstTotal: facts.firstTotal }),
      ...(facts.lastTotal === undefined ? {} : { lastTotal: facts.lastTotal }),
      rules: doubts.map(({ rule }) => rule),
    },
  };
}

/** The rules in the order in which their reasons are named. A rule that cannot apply is left out. */
function rulesOf(facts: ReadFacts, counts: LineCounts, expected: Expectations): readonly Doubt[] {
  const { gap, parents, firstTotal, lastTotal } = facts;
  const rules: Doubt[] = [];
  const add = (reason: OutcomeReason, rule: string, holds: boolean, detail: string) =>
    rules.push({ reason, rule: holds ? { rule, holds } : { rule, holds, detail } });

  const { variants, window } = facts;
  const wasCut = gap !== undefined && parents === undefined && variants === undefined;
  if (facts.isPaged) {
    add('cursor-loop', 'no-cursor-twice', gap?.isCursorLoop !== true, 'the server sent a cursor again');
  }
  if (facts.isPaged || wasCut) {
    const detail = `reading stopped after ${facts.pages} pages: ${gap?.reason}`;
    add('truncated', 'read-to-the-end', !wasCut, detail);
  }
  if (parents !== undefined) {
    const areAllRead = parents.read === parents.total && parents.isWhole;
    const known = parents.isWhole ? '' : ', and the parents are not known to be all';
    add(
      'parents-unread',
      'every-parent-read',
      areAllRead,
      `${parents.read} of ${parents.total} parents read${known}`,
    );
  }
  if (variants !== undefined) {
    const detail = `${variants.read} of ${variants.total} lists read: ${gap?.reason}`;
    add('truncated', 'every-list-read', variants.read === variants.total, detail);
  }
  if (window !== undefined) {
    add(
      'truncated',
      'nothing-forgotten-before',
      !window.isCut,
      `nothing is left of what was before ${window.from}`,
    );
  }
  if (lastTotal !== undefined) {
    const counted = facts.entries ?? counts.distinctIds;
    const what = facts.entries === undefined ? 'ids' : 'entries';
    const detail = `${counted} ${what}, the server reported ${lastTotal}`;
    add('count-mismatch', 'count-equals-reported-total', counted === lastTotal, detail);
    const moved = `the reported total went from ${firstTotal} to ${lastTotal} while reading`;
    add('moved', 'total-stayed-the-same', firstTotal === lastTotal, moved);
  }
  if (expected.repeatsAreNormal !== true) {
    const detail = `${counts.repeats} identical repeats, ${counts.contradictedIds} ids with differing records`;
    add('duplicate-ids', 'ids-are-unique', counts.repeats + counts.contradictedIds === 0, detail);
  }
  add(
    'invalid-records',
    'records-fit-their-schema',
    facts.invalid === 0,
    `${facts.invalid} records do not fit`,
  );
  const { withheldWhole = 0 } = counts;
  if (withheldWhole > 0) {
    add(
      'invalid-records',
      'lines-kept',
      false,
      `${withheldWhole} lines were withheld whole: a secret stood in them`,
    );
  }
  if (expected.emptied !== undefined) {
    const detail = `\`${expected.emptied.field}\` is empty on ${facts.emptied} records that should have some`;
    add('field-hidden', `${expected.emptied.field}-visible`, facts.emptied === 0, detail);
  }
  if (facts.detailsUnread > 0) {
    add('field-hidden', 'details-read', false, `${facts.detailsUnread} records without their details`);
  }
  if (expected.isNeverEmpty === true) {
    add('implausible-empty', 'not-empty', counts.records > 0, 'no records, but every workspace has some');
  }
  if (facts.digitsKept > 0) {
    const detail = `${facts.digitsKept} numbers that a double cannot hold were kept as digits in a string`;
    rules.push({ reason: 'invalid-records', rule: { rule: 'numbers-exact', holds: true, detail } });
  }
  return rules;
}

function methodOf(
  facts: ReadFacts,
  counts: LineCounts,
): 'cursor-exhausted' | 'total-match' | 'parent-child' | 'none' {
  if (facts.parents !== undefined) return 'parent-child';
  if (!facts.isPaged || facts.gap !== undefined) return 'none';
  return facts.lastTotal === (facts.entries ?? counts.distinctIds) ? 'total-match' : 'cursor-exhausted';
}
