/** The standing of a review in words: what is open of it, and what it rests on. */

import { DECISIONS } from '../../../schemas/review.ts';
import { snapshotPrefix } from '../../store/layout.ts';
import type { Answer } from '../answer.ts';
import { recordText } from '../record-text.ts';
import { assuranceGaps, knownText } from './assurance.ts';
import type { FateState, StatusRow } from './fate.ts';
import type { Found } from './found.ts';
import type { Meanwhile } from './meanwhile.ts';
import { replayGaps } from './replayed.ts';
import { countsOf, type Part, partsOf } from './status-parts.ts';
import { timeGaps } from './times.ts';

/** Returns what is not as it should be, a clause each. */
export function gapsOf({ review, counted, asking, rows, newest }: Found): readonly string[] {
  const { population, imports, reviewId } = review;
  const orphans = review.orphans.map(
    (name) => `${name} was handed in, and decisions from it are not stored: hand it in again`,
  );
  if (imports.length === 0)
    return [`nothing was decided in ${reviewId} yet`, ...orphans, ...frozenGaps(population.gaps)];
  const undecided = population.items.length - counted.length;
  const isFollowed = rows.some(({ decision }) => decision !== 'defer');
  const blind = isFollowed ? (newest?.gaps ?? []) : [];
  const record = newest === undefined ? '' : recordText(newest.run.manifest.chain);
  return [
    ...assuranceGaps(counted, asking.pinned),
    ...replayGaps(imports, counted),
    ...(undecided === 0 ? [] : [`${undecided} of ${population.items.length} items are not decided yet`]),
    ...clauses(rows, 'revoke', 'to be taken away'),
    ...clauses(rows, 'change', 'to be changed'),
    ...countClause(
      rows.filter(({ decision }) => decision === 'defer').length,
      'deferred, and not decided yet',
    ),
    ...blind.map((gap) => `the newest run, ${record}, cannot show what is gone: ${gap}`),
    ...orphans,
    ...timeGaps(review, asking.now),
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

export function completeWords({ review, rows, newest }: Found, assurance: string): string {
  const { population, reviewId } = review;
  const done =
    rows.length === 0
      ? 'nothing was to be taken away'
      : `${rows.length} of them not to stay as they were, and all are done`;
  const run = newest?.run.manifest;
  const asOf = run === undefined ? '' : ` as of ${run.run.startedAt}, ${recordText(run.chain)}`;
  return `all ${population.items.length} items of review ${reviewId} of ${population.connection} are decided (${assurance}); ${done}${asOf}`;
}

const UNDERIVABLE =
  'nothing could be derived from its snapshot, whose files are gone, since their retention has ended';

/** No gap, since no review can outlive the files of its snapshot; and never out of sight. */
export const derivedWords = ({ isUnderivable }: Found): string =>
  isUnderivable ? `; of its population, ${UNDERIVABLE}` : '';

export function statusCover(found: Found): Answer['cover'] {
  const { review, counted, asking, newest, meanwhile } = found;
  const { reviewId, population, populationSha256 } = review;
  const counts = countsOf(counted.map(({ decision }) => decision));
  const { snapshot, certificate } = population;
  return [
    ['Connection', population.connection],
    ['Review', reviewId],
    [
      'Population',
      `${population.items.length} items: population.json is sha256:${populationSha256}${found.isUnderivable ? `; ${UNDERIVABLE}` : ', and follows from its snapshot'}`,
    ],
    [
      'Snapshot',
      `${snapshotPrefix(population.connection, snapshot.snapshotPath)}, record ${snapshot.seq} of chain ${snapshot.chain}, of ${snapshot.startedAt}`,
    ],
    ['Digest', `evidence-manifest.json is sha256:${snapshot.sha256}`],
    [
      'Decided',
      counted.length === 0
        ? 'nothing yet'
        : `${counted.length} of ${population.items.length}: ${DECISIONS.map((word) => `${counts[word]} ${word}`).join(', ')}`,
    ],
    ...partsOf(review, asking.pinned).map(partLine),
    [
      'Newest run',
      newest === undefined
        ? 'none since it was frozen'
        : `${recordText(newest.run.manifest.chain)}, of ${newest.run.manifest.run.startedAt}`,
    ],
    ['Meanwhile', meanwhileText(meanwhile)],
    ...certificate.map(({ words }) => ['Certificate', words] as const),
  ];
}

const partLine = (part: Part) =>
  [
    'Handed in',
    `${part.importedAt}, part ${part.number}: ${part.decisions} by ${part.reviewers.join(', ')}, ${knownText(part)}; ${part.source.path} is sha256:${part.source.sha256}`,
  ] as const;

function meanwhileText({ asOf, changes }: Meanwhile): string {
  if (asOf === undefined) return 'no run between freezing and deciding that could read everything';
  const count = (change: string) => changes.filter((each) => each.change === change).length;
  return `between freezing and deciding ${count('added')} added, ${count('removed')} removed, ${count('changed')} changed, as of ${recordText({ number: asOf.chain, seq: asOf.seq })}; nobody decided on these here`;
}
