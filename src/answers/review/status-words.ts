/** The standing of a review in words: what is open of it, and what it rests on. */
import { DECISIONS, type ReviewDecision } from '../../../schemas/review.ts';
import type { Answer } from '../answer.ts';
import type { FateState, StatusRow } from './fate.ts';
import type { Meanwhile } from './meanwhile.ts';
import type { Look } from './sightings.ts';
import type { StoredReview } from './stored.ts';

export function countsOf(decisions: readonly ReviewDecision[]): Readonly<Record<string, number>> {
  const count = (word: string) => decisions.filter(({ decision }) => decision === word).length;
  return Object.fromEntries(DECISIONS.map((word) => [word, count(word)]));
}

/** Returns what is not as it should be, a clause each. */
export function gapsOf({
  review,
  rows,
  newest,
}: {
  readonly review: StoredReview;
  readonly rows: readonly StatusRow[];
  readonly newest: Look | undefined;
}): readonly string[] {
  const { population, imports, reviewId } = review;
  if (imports.length === 0) return [`nothing was decided in ${reviewId} yet`, ...frozenGaps(population.gaps)];
  const isFollowed = rows.some(({ decision }) => decision !== 'defer');
  const blind = isFollowed ? (newest?.gaps ?? []) : [];
  const seq = newest?.run.manifest.chain.seq;
  return [
    ...clauses(rows, 'revoke', 'to be taken away'),
    ...clauses(rows, 'change', 'to be changed'),
    ...countClause(
      rows.filter(({ decision }) => decision === 'defer').length,
      'deferred, and not decided yet',
    ),
    ...blind.map((gap) => `the newest run, record ${seq}, cannot show what is gone: ${gap}`),
    ...frozenGaps(population.gaps),
  ];
}

const STATES: Readonly<Partial<Record<FateState, string>>> = {
  open: 'and still as it was',
  'came-back': 'was gone and is there again',
  'not-known': 'and not known: no run since the decision can tell',
};

function clauses(rows: readonly StatusRow[], decision: string, what: string): readonly string[] {
  const those = rows.filter((row) => row.decision === decision);
  return Object.entries(STATES).flatMap(([state, words]) =>
    countClause(those.filter((row) => row.state === state).length, `${what} ${words}`),
  );
}

const countClause = (count: number, words: string) => (count === 0 ? [] : [`${count} ${words}`]);
const frozenGaps = (gaps: readonly string[]) => gaps.map((gap) => `frozen from what is not complete: ${gap}`);

export function completeWords(
  { population, reviewId }: StoredReview,
  rows: readonly StatusRow[],
  newest: Look | undefined,
): string {
  const done =
    rows.length === 0
      ? 'nothing was to be taken away'
      : `${rows.length} of them not to stay as they were, and all are done`;
  const run = newest?.run.manifest;
  const asOf = run === undefined ? '' : ` as of ${run.run.startedAt}, record ${run.chain.seq}`;
  return `all ${population.items.length} items of review ${reviewId} of ${population.connection} are decided; ${done}${asOf}`;
}

export function statusCover(
  { reviewId, population, populationSha256, imports }: StoredReview,
  newest: Look | undefined,
  meanwhile: Meanwhile,
): Answer['cover'] {
  const last = imports.at(-1);
  const { snapshot, certificate } = population;
  return [
    ['Connection', population.connection],
    ['Review', reviewId],
    [
      'Population',
      `${population.items.length} items: population.json is sha256:${populationSha256}, and follows from its snapshot`,
    ],
    [
      'Snapshot',
      `${snapshot.snapshotPath}, record ${snapshot.seq} of chain ${snapshot.chain}, of ${snapshot.startedAt}`,
    ],
    ['Digest', `evidence-manifest.json is sha256:${snapshot.sha256}`],
    ...(last === undefined ? [['Decided', 'nothing yet'] as const] : decidedLines(last)),
    [
      'Newest run',
      newest === undefined
        ? 'none since it was frozen'
        : `record ${newest.run.manifest.chain.seq}, of ${newest.run.manifest.run.startedAt}`,
    ],
    ['Meanwhile', meanwhileText(meanwhile)],
    ...certificate.map(({ words }) => ['Certificate', words] as const),
  ];
}

function decidedLines({
  decisions,
  importedAt,
  number,
  identity,
  source,
}: StoredReview['imports'][number]): Answer['cover'] {
  const counts = countsOf(decisions);
  const reviewers = [...new Set(decisions.map(({ reviewer }) => reviewer))];
  const who =
    identity.kind === 'signed'
      ? `signed by the key ${identity.keyId}; compare its id with one that came another way`
      : 'asserted: nobody signed the file';
  return [
    ['Decided', DECISIONS.map((word) => `${counts[word]} ${word}`).join(', ')],
    ['Handed in', `${importedAt}, import ${number}: ${source.path} is sha256:${source.sha256}`],
    ['Reviewers', `${reviewers.join(', ')}; ${who}`],
  ];
}

function meanwhileText({ asOf, changes }: Meanwhile): string {
  if (asOf === undefined) return 'no run between freezing and deciding that could read everything';
  const count = (change: string) => changes.filter((each) => each.change === change).length;
  return `between freezing and deciding ${count('added')} added, ${count('removed')} removed, ${count('changed')} changed, as of record ${asOf.seq}; nobody decided on these here`;
}
