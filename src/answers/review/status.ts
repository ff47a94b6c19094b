/** What became of an access review: every decision followed through the runs after it, and what changed before it was handed in. */
import { EXIT } from '../../errors.ts';
import type { History } from '../../verify/read-history.ts';
import { type Answer, standingOf } from '../answer.ts';
import { nameOf } from '../population.ts';
import { type Fate, FateOfDecision, type StatusRow } from './fate.ts';
import { Meanwhile } from './meanwhile.ts';
import { replacedIn, replacedWords } from './replaced.ts';
import { type Look, looksAfter } from './sightings.ts';
import { decisionsTable, meanwhileTable, statusTable } from './status-table.ts';
import { completeWords, countsOf, gapsOf, statusCover } from './status-words.ts';
import type { StoredReview } from './stored.ts';

export const REVIEW_STATUS_SCHEMA = 'segment-evidence/review-status/v1';

/**
 * Returns what became of a review. The caller has made sure that its files are what they say.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function reviewStatus(history: History, review: StoredReview): Promise<Answer<StatusRow>> {
  const { population, reviewId } = review;
  const last = review.imports.at(-1);
  const followed = actionsOf(review);
  const meanwhile = new Meanwhile(population.items, last?.importedAt);
  let newest: Look | undefined;
  for await (const look of looksAfter(history, population.snapshot.startedAt)) {
    for (const { fate } of followed) fate.take(look);
    meanwhile.take(look);
    newest = look;
  }
  const rows = followed.map(({ row, fate }): StatusRow => ({ ...row, ...fate.fate }));
  const gaps = gapsOf({ review, rows, newest });
  const replaced = replacedIn(review.imports);
  const asOf = newest?.run.manifest.run.startedAt ?? population.snapshot.startedAt;
  return {
    question: 'Was access reviewed, and was done what was decided?',
    standing: standingOf(completeWords(review, rows, newest), gaps) + replacedWords(replaced),
    cover: statusCover(review, newest, meanwhile),
    exitCode: gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: statusTable(rows),
    sheets: [decisionsTable(review, replaced), meanwhileTable(meanwhile.changes)],
    head: {
      schema: REVIEW_STATUS_SCHEMA,
      reviewId,
      connection: population.connection,
      snapshot: population.snapshot,
      populationSha256: review.populationSha256,
      total: population.items.length,
      decided:
        last === undefined
          ? null
          : {
              number: last.number,
              importedAt: last.importedAt,
              identity: last.identity.kind,
              counts: countsOf(last.decisions),
            },
      replaced,
      newest: newest === undefined ? null : nameOf(newest.run),
      gaps,
      changedMeanwhile: { asOf: meanwhile.asOf ?? null, changes: meanwhile.changes },
    },
    rowsKey: 'items',
    asOf,
  };
}

interface Followed {
  readonly row: Omit<StatusRow, keyof Fate>;
  readonly fate: FateOfDecision;
}

function actionsOf({ population, imports }: StoredReview): readonly Followed[] {
  const items = new Map(population.items.map((item) => [item.id, item]));
  return (imports.at(-1)?.decisions ?? []).flatMap(({ id, decision, reviewer, reason }) => {
    const item = items.get(id);
    if (item === undefined || decision === 'approve') return [];
    const decidedAt = sinceWhen(imports, id, decision);
    const row = { ...item, decision, reviewer, ...(reason === undefined ? {} : { reason }), decidedAt };
    return [{ row, fate: new FateOfDecision(item, decision, decidedAt) }];
  });
}

function sinceWhen(imports: StoredReview['imports'], id: string, decision: string): string {
  const isSame = ({ decisions }: StoredReview['imports'][number]) =>
    decisions.some((each) => each.id === id && each.decision === decision);
  const other = imports.findLastIndex((each) => !isSame(each));
  return imports[other + 1]?.importedAt ?? '';
}
