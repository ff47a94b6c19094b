/** The page of one snapshot: what is said above all views, and which views there are. */
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { type Banner, documentOf } from '../page/document.tsx';
import type { MadeFrom } from '../page/mark.tsx';
import { Fact, Instant, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Text } from '../page/text.tsx';
import { approvalsView } from './approvals.tsx';
import { certificatesView } from './certificates.tsx';
import { changesView } from './changes.tsx';
import { findingsView } from './findings.tsx';
import { flowsView } from './flows.tsx';
import { frameworksView } from './frameworks.tsx';
import { functionsView } from './functions.tsx';
import { logView } from './log.tsx';
import { overviewView } from './overview.tsx';
import { peopleView } from './people.tsx';
import { plansView } from './plans.tsx';
import { privacyView } from './privacy.tsx';
import { proofView } from './proof.tsx';
import { sourcesView } from './sources.tsx';

/** In the order of reading: what needs somebody, what is there, how it is known. */
const VIEWS = [
  overviewView,
  findingsView,
  frameworksView,
  peopleView,
  sourcesView,
  flowsView,
  plansView,
  privacyView,
  functionsView,
  changesView,
  certificatesView,
  logView,
  approvalsView,
  proofView,
];

/** Returns the page as one HTML file. */
export function snapshotPage(facts: SnapshotFacts): string {
  const { connection, snapshot, workspace } = facts.run;
  return documentOf({
    title: `${workspace?.name ?? connection}, ${snapshot.startedAt.slice(0, 10)}`,
    kind: 'Snapshot of a Segment workspace',
    heading: <Text value={workspace?.name ?? `${connection}: workspace not known`} />,
    about: aboutOf(facts),
    banner: bannerOf(facts),
    madeFrom: madeFromOf(facts),
    views: VIEWS.map((view) => view(facts)),
  });
}

function madeFromOf({ run, proof }: SnapshotFacts): MadeFrom {
  const { connection, snapshot } = run;
  const { chain, seq, manifestSha256, checkpoint, keyIds } = proof;
  return {
    connection,
    of: { kind: 'snapshot', snapshotPath: snapshot.snapshotPath },
    records: [{ chain, seq, manifestSha256, root: checkpoint.root }],
    keyIds: [...keyIds],
    authorities: [],
    receipts: 0,
    sizes: [],
  };
}

function aboutOf({ run }: SnapshotFacts) {
  const { connection, snapshot, workspace, endedAt, origin } = run;
  return [
    ['Read', <Instant value={snapshot.startedAt} />],
    ['Until', <Instant value={endedAt} />],
    ['Connection', <Text value={connection} />],
    ['Workspace', workspace === null ? 'not known' : <Text value={`${workspace.slug}, ${workspace.id}`} />],
    ['Region', <Text value={workspace?.region.toUpperCase() ?? 'not known'} />],
    ['From', <Text value={origin.host} />],
    [
      'Record',
      <>
        <Fact at="run.snapshot.seq" value={snapshot.seq} /> of chain{' '}
        <Fact at="run.snapshot.chain" value={snapshot.chain} />
      </>,
    ],
  ] as const;
}

const ORIGINS: Readonly<Record<string, string>> = {
  simulator: 'It was read from the simulator that comes with segment-evidence.',
  override: 'It was read from a host that is not Segment’s own.',
};

function bannerOf({ run, checks }: SnapshotFacts): Banner {
  const { status, origin, gaps, isExpired } = run;
  const trial = ORIGINS[origin.kind];
  const isWhole = status === 'complete' && gaps.length === 0 && !isExpired;
  return {
    mark: markOf(STATUS_MARKS, isExpired ? 'missing' : status),
    words: (
      <>
        {isWhole ? <Whole run={run} /> : <Missing run={run} />}
        <Verdict checks={checks} />
      </>
    ),
    ...(run.isCopy === true ? { isCopy: true } : {}),
    ...(trial === undefined ? {} : { trial }),
    ...(isWhole ? {} : { again: 'The snapshot as a whole is not complete.' }),
  };
}

/** That all was read says nothing of whether all is well. */
const Verdict = ({ checks }: Pick<SnapshotFacts, 'checks'>) =>
  checks === null ? null : (
    <p class="quiet">
      This says how much was read, not whether all is well:{' '}
      <a href="#findings">
        <Fact at="checks.counts.fail" value={checks.counts.fail} /> checks fail
      </a>
      .
    </p>
  );

function Whole({ run: { reading } }: Pick<SnapshotFacts, 'run'>) {
  return (
    <p>
      Everything that was asked for was read whole: <Fact at="run.reading.whole" value={reading.whole} />{' '}
      resources. Left out on purpose: <Fact at="run.reading.leftOut" value={reading.leftOut} />.{' '}
      <a href="#certificates">How each was read</a>
    </p>
  );
}

/** So many are named; the overview has all. */
const NAMED_GAPS = 6;

function Missing({ run: { reading, gaps, isExpired, status } }: Pick<SnapshotFacts, 'run'>) {
  return (
    <>
      <p>
        {isExpired &&
          'The files of this snapshot are gone, since their retention has ended: only its record is left. '}
        {status === 'failed' && 'Nothing but the workspace itself was read. '}
        <Fact at="run.reading.gaps" value={reading.gaps} /> of{' '}
        <Fact at="run.reading.resources" value={reading.resources} /> resources were not read whole. What is
        missing is not nothing: nobody can conclude from it that there is none.
      </p>
      <ul>
        {gaps.slice(0, NAMED_GAPS).map(({ resource, ended, why }) => (
          <li>
            <Said value={[`${resource}: ${ended}`, ...why].join('; ')} />
          </li>
        ))}
        {gaps.length > NAMED_GAPS && (
          <li>
            <a href="#certificates">and others</a>
          </li>
        )}
      </ul>
    </>
  );
}
