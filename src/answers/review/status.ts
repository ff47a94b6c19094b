/** What became of an access review: every decision followed through the runs after it, and what changed before it was handed in. */
import { EXIT } from '../../errors.ts';
import type { History } from '../../verify/read-history.ts';
import { type Answer, standingOf } from '../answer.ts';
import { nameOf } from '../population.ts';
import { assuranceText, type Known, knownIn, type ReviewerKey } from './assurance.ts';
import { type Counted, countedDecisions } from './counted.ts';
import { runOf } from './derived.ts';
import { type Fate, FateOfDecision, type StatusRow } from './fate.ts';
import type { Asking, Found } from './found.ts';
import { Meanwhile } from './meanwhile.ts';
import { replacedIn, replacedWords } from './replaced.ts';
import { type Look, looksAfter } from './sightings.ts';
import { decidedOf, partsOf } from './status-parts.ts';
import { decisionsTable, meanwhileTable, statusTable } from './status-table.ts';
import { completeWords, derivedWords, gapsOf, statusCover } from './status-words.ts';
import type { StoredReview } from './stored.ts';

export const REVIEW_STATUS_SCHEMA = 'segment-evidence/review-status/v1';

export type ReviewStatus = Answer<StatusRow>;

/**
 * Returns what became of reviews, in their order; the runs are gone through once for all. The caller has made sure that their
 * files are what they say.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function reviewStatuses(
  history: History,
  reviews: readonly StoredReview[],
  asking: Asking,
): Promise<readonly ReviewStatus[]> {
  const followed = reviews.map((review) =>
    follow(review, asking, runOf(history, review.population)?.isExpired ?? false),
  );
  const starts = reviews.map(({ population }) => population.snapshot.startedAt).sort();
  for await (const look of looksAfter(history, starts[0] ?? '')) for (const each of followed) each.take(look);
  return followed.map((each) => each.answer());
}

interface Followed {
  readonly take: (look: Look) => void;
  readonly answer: () => ReviewStatus;
}

function follow(review: StoredReview, asking: Asking, isUnderivable: boolean): Followed {
  const { population, imports } = review;
  const counted = countedDecisions(imports);
  const actions = actionsOf(review, counted, asking.pinned);
  const meanwhile = new Meanwhile(population.items, imports.at(-1)?.importedAt);
  let newest: Look | undefined;
  return {
    take: (look) => {
      if (Date.parse(look.run.manifest.run.startedAt) <= Date.parse(population.snapshot.startedAt)) return;
      for (const { fate } of actions) fate.take(look);
      meanwhile.take(look);
      newest = look;
    },
    answer: () => {
      const rows = actions.map(({ row, fate }): StatusRow => ({ ...row, ...fate.fate }));
      return answerOf({
        review,
        counted: [...counted.values()],
        asking,
        isUnderivable,
        rows,
        newest,
        meanwhile,
      });
    },
  };
}

function answerOf(found: Found): ReviewStatus {
  const { review, counted, asking, rows, newest, meanwhile } = found;
  const { population, reviewId, populationSha256 } = review;
  const gaps = gapsOf(found);
  const replaced = replacedIn(review.imports);
  const known = counted.map((each) => knownIn(each, asking.pinned));
  const isForged = known.some(({ assurance }) => assurance === 'signed-by-another');
  const { snapshot } = population;
  return {
    question: 'Was access reviewed, and was done what was decided?',
    standing:
      standingOf(completeWords(found, assuranceText(known)), gaps) +
      replacedWords(replaced) +
      derivedWords(found),
    cover: statusCover(found),
    exitCode: isForged ? EXIT.verificationFailed : gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: statusTable(rows),
    sheets: [decisionsTable(review, asking.pinned, replaced), meanwhileTable(meanwhile.changes)],
    head: {
      schema: REVIEW_STATUS_SCHEMA,
      reviewId,
      connection: population.connection,
      snapshot,
      populationSha256,
      total: population.items.length,
      decided: decidedOf(counted, known),
      parts: partsOf(review, asking.pinned),
      decisions: counted.map((each, index) => decisionOf(each, known[index])),
      replaced,
      orphans: review.orphans,
      newest: newest === undefined ? null : nameOf(newest.run),
      gaps,
      changedMeanwhile: { asOf: meanwhile.asOf ?? null, changes: meanwhile.changes },
    },
    rowsKey: 'items',
    asOf: newest?.run.manifest.run.startedAt ?? snapshot.startedAt,
  };
}

const decisionOf = ({ decision, from }: Counted, known: Known | undefined) => ({
  ...decision,
  ...known,
  part: from.number,
});

interface Action {
  readonly row: Omit<StatusRow, keyof Fate>;
  readonly fate: FateOfDecision;
}

/** Returns the decisions that are not to leave things as they are, in the order of the population. */
function actionsOf(
  { population, imports }: StoredReview,
  counted: ReadonlyMap<string, Counted>,
  pinned: readonly ReviewerKey[],
): readonly Action[] {
  return population.items.flatMap((item) => {
    const each = counted.get(item.id);
    if (each === undefined || each.decision.decision === 'approve') return [];
    const { decision, reviewer, reason } = each.decision;
    const decidedAt = sinceWhen(imports, item.id, decision);
    const about = { decision, reviewer, ...(reason === undefined ? {} : { reason }), decidedAt };
    const row = { ...item, ...about, ...knownIn(each, pinned) };
    return [{ row, fate: new FateOfDecision(item, decision, decidedAt) }];
  });
}

/** Returns when the first of the imports was handed in that say so of an item without a break. */
function sinceWhen(imports: StoredReview['imports'], id: string, decision: string): string {
  const about = imports.flatMap(({ importedAt, decisions }) =>
    decisions.filter((each) => each.id === id).map((each) => ({ importedAt, decision: each.decision })),
  );
  const other = about.findLastIndex((each) => each.decision !== decision);
  return about[other + 1]?.importedAt ?? '';
}
