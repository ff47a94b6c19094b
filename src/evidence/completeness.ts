/**
 * How the reading of a resource ended, in the contract's words. Pure: facts in, outcome out.
 * A population is `complete` only when nothing speaks against it; every doubt is a named rule that
 * does not hold, and the first of them is the reason.
 */
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import { rulesOf } from './completeness-rules.ts';
import type { LineCounts } from './line-block.ts';
import type { Doubt } from './plausibility.ts';
import type { Expectations, Gap, ReadFacts } from './read-facts.ts';

/** The rule that there was time enough for what an operation's own limit lets through. */
export const FITS_INTO_THE_TIME = 'fits-into-the-time';

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
  // Where each answer says that there is none, nothing tells a workspace without any from one that is not offered it.
  if (facts.gap === undefined && facts.pages === 0 && isMissingEverywhere(facts))
    return { outcome: 'unavailable', reason: 'not-found' };
  if (facts.gap !== undefined && !wasReachable) {
    return { outcome: facts.gap.outcome, reason: facts.gap.reason, ...unfitting(facts.gap) };
  }
  const doubts = [...rulesOf(facts, counts, expected), ...crossChecked];
  const dangling = crossChecked.find((doubt) => doubt.dangling !== undefined)?.dangling;
  const broken = doubts.find(({ rule }) => !rule.holds);
  return {
    outcome: broken === undefined ? 'complete' : 'partial',
    ...(broken === undefined ? {} : { reason: broken.reason }),
    completeness: {
      method: methodOf(facts),
      distinctIds: counts.distinctIds,
      ...(counts.idsSha256 === undefined ? {} : { idsSha256: counts.idsSha256 }),
      ...(dangling === undefined ? {} : { dangling }),
      ...(facts.firstTotal === undefined ? {} : { firstTotal: facts.firstTotal }),
      ...(facts.lastTotal === undefined ? {} : { lastTotal: facts.lastTotal }),
      rules: doubts.map(({ rule }) => rule),
    },
  };
}

function isMissingEverywhere({ missing, parents }: ReadFacts): boolean {
  return missing !== undefined && missing === parents?.total;
}

/** Of what was not begun since there was too little time for it: how much it takes. */
function unfitting({ needs }: Gap): Pick<Conclusion, 'completeness'> {
  if (needs === undefined) return {};
  const { requests, requestsPerMinute, minutes, leftMinutes } = needs;
  const detail = `${requests} requests at ${requestsPerMinute} a minute take ${minutes} minutes, and ${leftMinutes} were left`;
  const rules = [{ rule: FITS_INTO_THE_TIME, holds: false, detail }];
  return { completeness: { method: 'none', distinctIds: 0, rules } };
}

type Method = NonNullable<Conclusion['completeness']>['method'];

/** By what the population is known to be whole; a place without pages answers with all there is, or not at all. */
function methodOf(facts: ReadFacts): Method {
  if (facts.parents !== undefined) return 'parent-child';
  if (facts.gap !== undefined) return 'none';
  if (!facts.isPaged) return 'single-answer';
  const { told, lists, mismatched } = facts.totals ?? { told: 0, lists: 0, mismatched: 0 };
  return told > 0 && told === lists && mismatched === 0 ? 'total-match' : 'cursor-exhausted';
}
