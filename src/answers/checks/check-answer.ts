/** What every check answers about one snapshot, asked again over its sealed bytes, and whether that is what was sealed. */
import type { CheckResult, CheckResults } from '../../../schemas/check-results.ts';
import { severities } from '../../../schemas/condition.ts';
import { EXIT } from '../../errors.ts';
import { isWhole } from '../../evidence/records/whole.ts';
import type { Run } from '../../verify/read-history.ts';
import { type Answer, standingOf } from '../answer.ts';
import { checkColumns, type ExceptionRow, exceptionColumns } from './check-columns.ts';
import { compareAnswers, type Reproduced } from './same-answers.ts';

export const CHECK_SCHEMA = 'segment-evidence/check/v1';

/** What needs a person first. */
const ORDER: readonly CheckResult['outcome'][] = [
  'fail',
  'error',
  'warn',
  'indeterminate',
  'not_configured',
  'pass',
  'not_applicable',
];

const WORDS: Readonly<Record<CheckResult['outcome'], string>> = {
  fail: 'fail',
  error: 'are broken',
  warn: 'to look at',
  indeterminate: 'nobody can tell',
  not_configured: 'not configured',
  pass: 'hold',
  not_applicable: 'not applicable',
};

export interface Asked {
  readonly connection: string;
  readonly run: Run;
  readonly results: CheckResults;
  readonly sealed: CheckResults | undefined;
  /** What of the runs before could not be looked at any more, in words. */
  readonly missing: readonly string[];
}

/** Returns the answers as a table. Exit 4: something was not read that one needs, or other answers were sealed. */
export function checkAnswer({ connection, run, results, sealed, missing }: Asked): Answer<CheckResult> {
  const { chain, snapshotPath } = run.manifest;
  const reproduced = compareAnswers(results, sealed);
  const gaps = [...gapsOf(run, results, reproduced), ...missing];
  const bySeverity = results.results.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
  const ordered = ORDER.flatMap((outcome) => bySeverity.filter((result) => result.outcome === outcome));
  const counts = countsOf(results);
  const words = countedWords(counts, results);
  return {
    question: 'Does what is asked of this workspace hold?',
    standing: standingOf(
      `${results.results.length} checks over record ${chain.seq} of ${connection}: ${words.join(', ')}`,
      gaps.length === 0 ? [] : [`${words.join(', ')}`, ...gaps],
    ),
    cover: [
      ['Connection', connection],
      ['Snapshot', `${snapshotPath}, record ${chain.seq} of chain ${chain.number}`],
      ['Evidence manifest', `sha256:${run.manifestSha256}`],
      ['Ages are counted to', results.evaluatedAt],
      ['Catalogue of checks', `version ${results.catalog.version}, sha256:${results.catalog.sha256}`],
      ['Asked again', reproducedWords(reproduced)],
      ['Means', 'A check supports the controls that it names; it cannot say that one is met.'],
    ],
    exitCode: gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: {
      name: 'checks',
      columns: checkColumns,
      rows: async function* () {
        yield* ordered;
      },
    },
    head: {
      schema: CHECK_SCHEMA,
      connection,
      snapshot: { chain: chain.number, seq: chain.seq, snapshotPath, sha256: run.manifestSha256 },
      evaluatedAt: results.evaluatedAt,
      catalog: results.catalog,
      reproduced,
      gaps,
      counts,
    },
    rowsKey: 'results',
    asOf: results.evaluatedAt,
    sheets: [exceptionsTable(ordered)] as Answer['sheets'] & object,
  };
}

function countedWords(counts: ReturnType<typeof countsOf>, results: CheckResults): readonly string[] {
  return ORDER.flatMap((outcome) => {
    if (counts[outcome] === 0) return [];
    return [`${counts[outcome]} ${WORDS[outcome]}${outcome === 'fail' ? acceptedWords(results) : ''}`];
  });
}

/** An accepted fail is a fail, and nobody has to do anything about it now. */
function acceptedWords({ results }: CheckResults): string {
  const accepted = results.filter(
    ({ outcome, waiver }) => outcome === 'fail' && waiver?.state === 'accepted',
  ).length;
  return accepted === 0 ? '' : ` (${accepted} of them accepted)`;
}

function countsOf({ results }: CheckResults): Record<CheckResult['outcome'], number> {
  const count = (wanted: CheckResult['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return Object.fromEntries(ORDER.map((outcome) => [outcome, count(outcome)])) as Record<
    CheckResult['outcome'],
    number
  >;
}

/** Whether not all was read that a check needs. */
export const isUnread = ({ evidence }: CheckResult, run: Pick<Run, 'entry'>): boolean =>
  evidence.some(
    ({ resource, outcome }) => outcome !== 'complete' && !isWhole(run.entry(resource) ?? { outcome }),
  );

/** What Segment does not say, or only time will tell, is no gap in the evidence: it is counted, and named below. */
function gapsOf(run: Run, { results }: CheckResults, reproduced: Reproduced): readonly string[] {
  const named = (outcome: CheckResult['outcome'], isMeant: (result: CheckResult) => boolean = () => true) =>
    results.filter((result) => result.outcome === outcome && isMeant(result)).map(({ checkId }) => checkId);
  const [untold, broken] = [named('indeterminate', (result) => isUnread(result, run)), named('error')];
  return [
    ...(untold.length === 0 ? [] : [`not all was read that these need: ${untold.join(', ')}`]),
    ...(broken.length === 0 ? [] : [`broken: ${broken.join(', ')}`]),
    ...(reproduced.kind === 'differs' ? [`other answers were sealed: ${reproduced.checks.join(', ')}`] : []),
  ];
}

function reproducedWords(reproduced: Reproduced): string {
  switch (reproduced.kind) {
    case 'equal':
      return 'The same bytes as those that were sealed with the run.';
    case 'differs':
      return `Not what was sealed with the run, by the same catalogue: ${reproduced.checks.join(', ') || 'no outcome, but other bytes'}.`;
    case 'other-catalog': {
      const others =
        reproduced.checks.length === 0
          ? 'all answer alike'
          : `other answers: ${reproduced.checks.join(', ')}`;
      return `Another version of the checks sealed its answers with the run. Of those of the same version, ${others}.`;
    }
    case 'not-sealed':
      return 'No answers were sealed with the run: these are of now alone.';
  }
}

function exceptionsTable(results: readonly CheckResult[]) {
  return {
    name: 'exceptions',
    columns: exceptionColumns,
    rows: async function* (): AsyncGenerator<ExceptionRow> {
      for (const { checkId, exceptions } of results)
        for (const exception of exceptions) yield { checkId, ...exception };
    },
  };
}
