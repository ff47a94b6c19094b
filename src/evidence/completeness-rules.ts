/** What must hold of a reading for its population to be taken for whole. Pure: each rule says yes or why not. */
import type { OutcomeReason } from '../../schemas/outcome.ts';
import type { LineCounts } from './artifact.ts';
import type { Doubt } from './plausibility.ts';
import type { Expectations, ReadFacts } from './read-facts.ts';

/** Returns the rules in the order in which their reasons are named. A rule that cannot apply is left out. */
export function rulesOf(facts: ReadFacts, counts: LineCounts, expected: Expectations): readonly Doubt[] {
  return [
    ...readingRules(facts),
    ...totalRules(facts, counts),
    ...recordRules(facts, counts, expected),
    ...detailRules(facts),
    ...(expected.isNeverEmpty === true
      ? [
          rule(
            'implausible-empty',
            'not-empty',
            counts.records > 0,
            'no records, but every workspace has some',
          ),
        ]
      : []),
    ...digitRules(facts),
  ];
}

function rule(reason: OutcomeReason, name: string, holds: boolean, detail: string): Doubt {
  return { reason, rule: holds ? { rule: name, holds } : { rule: name, holds, detail } };
}

/** Whether everything that was asked for was read to its end. */
function readingRules({ pages, isPaged, gap, parents, variants, window }: ReadFacts): readonly Doubt[] {
  const rules: Doubt[] = [];
  const wasCut = gap !== undefined && parents === undefined && variants === undefined;
  if (isPaged) {
    const holds = gap?.isCursorLoop !== true;
    rules.push(rule('cursor-loop', 'no-cursor-twice', holds, 'the server sent a cursor again'));
  }
  if (isPaged || wasCut) {
    const detail = `reading stopped after ${pages} pages: ${gap?.reason}`;
    rules.push(rule('truncated', 'read-to-the-end', !wasCut, detail));
  }
  if (parents !== undefined) {
    const areAllRead = parents.read === parents.total && parents.isWhole;
    const known = parents.isWhole ? '' : ', and the parents are not known to be all';
    const detail = `${parents.read} of ${parents.total} parents read${known}`;
    rules.push(rule('parents-unread', 'every-parent-read', areAllRead, detail));
  }
  if (variants !== undefined) {
    const detail = `${variants.read} of ${variants.total} lists read: ${gap?.reason}`;
    rules.push(rule('truncated', 'every-list-read', variants.read === variants.total, detail));
  }
  if (window !== undefined) {
    const detail = `nothing is left of what was before ${window.from}`;
    rules.push(rule('truncated', 'nothing-forgotten-before', !window.isCut, detail));
  }
  return rules;
}

/** Whether what was read is as much as the server says that there is. */
function totalRules({ firstTotal, lastTotal, entries }: ReadFacts, counts: LineCounts): readonly Doubt[] {
  if (lastTotal === undefined) return [];
  const counted = entries ?? counts.distinctIds;
  const detail = `${counted} ${entries === undefined ? 'ids' : 'entries'}, the server reported ${lastTotal}`;
  const moved = `the reported total went from ${firstTotal} to ${lastTotal} while reading`;
  return [
    rule('count-mismatch', 'count-equals-reported-total', counted === lastTotal, detail),
    rule('moved', 'total-stayed-the-same', firstTotal === lastTotal, moved),
  ];
}

/** Whether each record is one, and is kept as it came. */
function recordRules(
  { invalid }: ReadFacts,
  { repeats, contradictedIds, withheldWhole = 0 }: LineCounts,
  { repeatsAreNormal }: Expectations,
): readonly Doubt[] {
  const rules: Doubt[] = [];
  if (repeatsAreNormal !== true) {
    const detail = `${repeats} identical repeats, ${contradictedIds} ids with differing records`;
    rules.push(rule('duplicate-ids', 'ids-are-unique', repeats + contradictedIds === 0, detail));
  }
  rules.push(
    rule('invalid-records', 'records-fit-their-schema', invalid === 0, `${invalid} records do not fit`),
  );
  if (withheldWhole > 0) {
    const detail = `${withheldWhole} lines were withheld whole: a secret stood in them`;
    rules.push(rule('invalid-records', 'lines-kept', false, detail));
  }
  return rules;
}

/** Whether the server showed all of each record. */
function detailRules({ detailsUnread }: ReadFacts): readonly Doubt[] {
  if (detailsUnread === 0) return [];
  return [rule('field-hidden', 'details-read', false, `${detailsUnread} records without their details`)];
}

/** No doubt about the population, but a reader of the numbers must know. */
function digitRules({ digitsKept }: ReadFacts): readonly Doubt[] {
  if (digitsKept === 0) return [];
  const detail = `${digitsKept} numbers that a double cannot hold were kept as digits in a string`;
  return [{ reason: 'invalid-records', rule: { rule: 'numbers-exact', holds: true, detail } }];
}
