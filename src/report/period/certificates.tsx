/** How each resource was read from run to run, and in words how its last whole list is known to be whole. */
import type { JSX } from 'preact';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import type {
  ReadState,
  ResourceHistory,
  ResourceLine,
} from '../../answers/pages/period/resource-history.ts';
import { Timeline } from '../charts/timeline.tsx';
import { Fact, Instant, type Mark, markOf, OUTCOME_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import type { PageView } from '../page/view.tsx';
import { CertificateWords } from './certificate-words.tsx';

const MARKS: Readonly<Record<string, Mark>> = {
  ...OUTCOME_MARKS,
  absent: { tone: 'off', sign: '–', word: 'not there' },
  unknown: { tone: 'unknown', sign: '·', word: 'not known to the run' },
};

export function certificatesView({ resources }: PeriodFacts): PageView {
  return {
    id: 'certificates',
    title: 'Certificates',
    question: 'How was each resource read, and how is it known to be whole?',
    standing: resources.standing,
    body: resources.runs.length === 0 ? null : <Certificates history={resources} />,
  };
}

const Certificates = ({
  history: { resources, runs },
}: {
  readonly history: ResourceHistory;
}): JSX.Element => (
  <>
    <Timeline
      id="reading"
      title="Each resource in each run"
      description={`${resources.length} resources in ${runs.length} runs: how reading each of them ended.`}
      of="Resource"
      runs={runs}
      rows={resources.map(({ name, stretches }) => ({
        label: name,
        bars: stretches.map(({ state, ...places }) => ({ mark: markOfState(state), ...places })),
      }))}
    />
    <h3>How often each was read whole</h3>
    <Table
      name="certificates"
      caption="How often each resource was read whole"
      rows={resources}
      columns={[
        { title: 'Resource', kind: 'text', value: ({ name }) => name },
        countColumn('Runs that read it whole', 'complete'),
        countColumn('Runs that did not', 'gaps'),
        { title: 'Why not', kind: 'list', value: ({ why }) => why, show: WhyNot },
        {
          title: 'Last read whole',
          kind: 'instant',
          value: ({ certificate }) => certificate?.run.startedAt ?? null,
          show: LastWhole,
        },
      ]}
    />
    <h3>In words</h3>
    <ul class="requests">
      {resources.flatMap(({ certificate }) =>
        certificate === null ? (
          []
        ) : (
          <li>
            <CertificateWords words={certificate.words} />
          </li>
        ),
      )}
    </ul>
  </>
);

const markOfState = (state: ReadState) => markOf(MARKS, state);

const countColumn = (title: string, key: 'complete' | 'gaps') => ({
  title,
  kind: 'count' as const,
  value: (line: ResourceLine) => line[key],
  show: (line: ResourceLine) => <Fact at={`resources.resources.${line.name}.${key}`} value={line[key]} />,
});

const WhyNot = ({ why }: ResourceLine) => (why.length === 0 ? <span class="quiet">–</span> : undefined);

const LastWhole = ({ certificate, gaps }: ResourceLine) =>
  certificate === null ? (
    <span class={gaps > 0 ? 'unknown' : 'quiet'}>{gaps > 0 ? 'never in the period' : 'not collected'}</span>
  ) : (
    <Instant value={certificate.run.startedAt} />
  );
