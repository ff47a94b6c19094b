/** What must hold of a reading for its population to be taken for whole. Pure: each rule says yes or why not. */
import type { OutcomeReason } from '../../schemas/outcome.ts';
import type { LineCounts } from './line-block.ts';
import type { Doubt } from './plausibility.ts';
import type { AnswerDoubt, Expectations, ReadFacts } from './read-facts.ts';

/** Returns the rules in the order in which their reasons are named. A rule that cannot apply is left out. */
export function rulesOf(facts: ReadFacts, counts: LineCounts, expected: Expectations): readonly Doubt[] {
  return [
    ...readingRules(facts),
    ...totalRules(facts),
    ...answerRules(facts),
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
    ...dayRules(facts),
    ...missingRules(facts),
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
    const detail =
      'the list does not end: the server sent a cursor again, nothing new, or more than there is';
    rules.push(rule('cursor-loop', 'no-cursor-twice', holds, detail));
  }
  if (isPaged || wasCut) {
    const detail = `reading stopped after ${pages} pages: ${gap?.reason}`;
    rules.push(rule('truncated', 'read-to-the-end', !wasCut, detail));
  }
  if (parents !== undefined) {
    const areAllRead = parents.read === parents.total && parents.isWhole;
    const why = gap === undefined ? '' : `: ${gap.reason}`;
    const known = parents.isWhole ? '' : ', and the parents are not known to be all';
    const detail = `${parents.read} of ${parents.total} parents read${why}${known}`;
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

/** Whether each list showed as much as it says itself that there is. */
function totalRules({ totals, firstTotal, lastTotal, entries }: ReadFacts): readonly Doubt[] {
  if (totals === undefined || totals.told === 0) return [];
  const { lists, mismatched, moved, mismatch } = totals;
  const of = lists === 1 ? '' : `${mismatched} of ${lists} lists do not tie out, the first: `;
  const thing = entries === undefined ? 'ids' : 'entries';
  const detail = `${of}${mismatch?.shown} ${thing}, the server reported ${mismatch?.total}`;
  const movedDetail =
    lists === 1
      ? `the reported total went from ${firstTotal} to ${lastTotal} while reading`
      : `the reported total of ${moved} lists changed while reading`;
  return [
    rule('count-mismatch', 'count-equals-reported-total', mismatched === 0, detail),
    rule('moved', 'total-stayed-the-same', moved === 0, movedDetail),
  ];
}

const DOUBTS: Readonly<Record<AnswerDoubt, string>> = {
  'other-status': 'with another status than 200',
  'errors-beside-data': 'with errors beside the data',
  'says-cut': 'that say something is missing',
  'members-lost': 'with members whose name stands twice',
  'full-page-without-paging': 'that are full and do not say whether there is more',
};

/** Whether every answer was one that can be taken for all there is. */
function answerRules({ pages, doubts, hollow = 0, outsideWindow }: ReadFacts): readonly Doubt[] {
  if (pages === 0) return [];
  const told = [...(doubts ?? [])].map(([doubt, count]) => `${count} ${DOUBTS[doubt]}`);
  const rules = [
    rule('truncated', 'answers-without-doubt', told.length === 0, `answers: ${told.join(', ')}`),
  ];
  if (outsideWindow !== undefined) {
    const detail = `${outsideWindow} records are not of the time asked for`;
    rules.push(rule('invalid-records', 'records-of-the-time-asked-for', outsideWindow === 0, detail));
  }
  if (hollow > 0)
    rules.push(rule('field-hidden', 'entries-hold-records', false, `${hollow} entries hold nothing`));
  return rules;
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

/** What is left out on purpose is said: the next run of a later day has it. */
function dayRules({ unfinished }: ReadFacts): readonly Doubt[] {
  if (unfinished === undefined) return [];
  const detail = `${unfinished} records of days that are not over were left out`;
  return [{ reason: 'truncated', rule: { rule: 'whole-days-only', holds: true, detail } }];
}

/** Said, since nothing else shows under which parents nothing was read. */
function missingRules({ missing, parents }: ReadFacts): readonly Doubt[] {
  if (missing === undefined) return [];
  const detail = `${missing} of ${parents?.total ?? missing} parents answered 404: none, or not offered`;
  return [{ reason: 'parents-unread', rule: { rule: 'missing-is-none', holds: true, detail } }];
}

/** No doubt about the population, but a reader of the numbers must know. */
function digitRules({ digitsKept }: ReadFacts): readonly Doubt[] {
  if (digitsKept === 0) return [];
  const detail = `${digitsKept} numbers that a double cannot hold were kept as digits in a string`;
  return [{ reason: 'invalid-records', rule: { rule: 'numbers-exact', holds: true, detail } }];
}
