/** The page of a period: what is said above all views, and which views there are. */
import {
  gapsOf,
  type PeriodEvidence,
  type PeriodFacts,
  periodFacts,
  remarksOf,
} from '../../answers/pages/period/period-facts.ts';
import type { Period } from '../../answers/pages/period/period-runs.ts';
import { type Banner, documentOf } from '../page/document.tsx';
import type { MadeFrom } from '../page/mark.tsx';
import { Fact, Instant } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Text } from '../page/text.tsx';
import type { PageView } from '../page/view.tsx';
import { approvalsView } from './approvals.tsx';
import { calendarView } from './calendar.tsx';
import { certificatesView } from './certificates.tsx';
import { changesView } from './changes.tsx';
import { checksView } from './checks.tsx';
import { Conclusion } from './conclusion.tsx';
import { overviewView, VIEW_TITLES } from './overview.tsx';
import { populationsView } from './populations.tsx';
import { receiptsView } from './receipts.tsx';
import { reviewView } from './review.tsx';
import { uncoveredView } from './uncovered.tsx';
import { workPaperView } from './work-paper.tsx';

/**
 * Returns the page of a period as one HTML file.
 * @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED
 */
export const periodPage = async (evidence: PeriodEvidence, period: Period): Promise<string> =>
  periodDocument(await periodFacts(evidence, period));

/** Returns the same facts as the same bytes. */
export function periodDocument(facts: PeriodFacts): string {
  const { connection, workspace, period } = facts;
  const views = [
    overviewView(facts),
    calendarView(facts),
    populationsView(facts),
    changesView(facts),
    reviewView(facts),
    approvalsView(facts),
    checksView(facts),
    certificatesView(facts),
    uncoveredView(facts),
    receiptsView(facts),
    workPaperView(facts),
  ];
  return documentOf({
    title: `${workspace?.name ?? connection}, ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`,
    kind: 'Period of a Segment workspace',
    heading: <Text value={workspace?.name ?? `${connection}: workspace not known`} />,
    about: aboutOf(facts),
    banner: bannerOf(facts),
    madeFrom: madeFromOf(facts),
    views: views.map(withConclusion),
  });
}

const madeFromOf = ({ connection, period, madeFrom, fixed }: PeriodFacts): MadeFrom => ({
  connection,
  of: { kind: 'period', from: period.from, to: period.to },
  records: [...madeFrom],
  keyIds: [],
  authorities: [...new Set(fixed.stamps.map(({ authority }) => authority))],
  receipts: fixed.receipts.length,
  sizes: fixed.chains.map(({ number, records }) => ({ chain: number, records })),
});

const withConclusion = (view: PageView): PageView => ({
  ...view,
  body: (
    <>
      {view.body}
      <Conclusion />
    </>
  ),
});

function aboutOf({ connection, workspace, period, origins, firstRun, lastRun, tools }: PeriodFacts) {
  const record = (run: PeriodFacts['firstRun'], at: string) =>
    run === null ? (
      'none'
    ) : (
      <>
        <Instant value={run.startedAt} />, record <Fact at={`${at}.seq`} value={run.seq} /> of chain{' '}
        <Fact at={`${at}.chain`} value={run.chain} />
      </>
    );
  return [
    ['From', <Instant value={period.from} />],
    ['To', <Instant value={period.to} />],
    ['Connection', <Text value={connection} />],
    ['Workspace', workspace === null ? 'not known' : <Text value={`${workspace.slug}, ${workspace.id}`} />],
    ['Region', workspace?.region.toUpperCase() ?? 'not known'],
    ['Read from', origins.length === 0 ? 'not known' : <Text value={hostsOf(origins)} />],
    ['First run', record(firstRun, 'firstRun')],
    ['Last run', record(lastRun, 'lastRun')],
    ['Collected by', tools.length === 0 ? 'not known' : <Text value={tools.join(', ')} />],
  ] as const;
}

const hostsOf = (origins: PeriodFacts['origins']) => [...new Set(origins.map(({ host }) => host))].join(', ');

function bannerOf(facts: PeriodFacts): Banner {
  const gaps = gapsOf(facts);
  const isReal = facts.origins.every(({ kind }) => kind === 'segment');
  const trial = {
    ...(facts.isCopy === true ? { isCopy: true } : {}),
    ...(isReal
      ? {}
      : { trial: 'Not all of it was read from Segment’s own hosts: see where it was read from.' }),
  };
  if (gaps.length === 0)
    return {
      mark: { tone: 'good', sign: '✓', word: 'covered' },
      words: (
        <>
          <p>
            All <Fact at="calendar.counts.due" value={facts.calendar.counts.due} /> runs that were due are
            there and complete, and all that this page tells of was read whole.
          </p>
          <Remarks facts={facts} />
        </>
      ),
      ...trial,
    };
  return {
    mark: { tone: 'warn', sign: '◐', word: 'not all covered' },
    words: (
      <>
        <Gaps gaps={gaps} />
        <Remarks facts={facts} />
      </>
    ),
    ...trial,
    again: 'The period as a whole is not covered.',
  };
}

const Remarks = ({ facts }: { readonly facts: PeriodFacts }) => {
  const remarks = remarksOf(facts);
  return remarks.length === 0 ? null : (
    <p class="quiet">
      To be known besides: <Said value={remarks.join('; ')} />.
    </p>
  );
};

const Gaps = ({ gaps }: { readonly gaps: ReturnType<typeof gapsOf> }) => (
  <>
    <p>What is missing is not nothing: nobody can conclude from it that there was none.</p>
    <ul>
      {gaps.map(({ view, standing: { why } }) => (
        <li>
          <a href={`#${view}`}>{VIEW_TITLES[view] ?? view}</a>: <Said value={why[0] ?? 'not whole'} />
          {why.length > 1 && '; and others'}
        </li>
      ))}
    </ul>
  </>
);
