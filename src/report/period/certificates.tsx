/** How each resource was read from run to run, and in words how its last whole list is known to be whole. */
import type { JSX } from 'preact';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import type { ResourceHistory, ResourceLine } from '../../answers/pages/period/resource-history.ts';
import { type Columns, columnsOf } from '../../answers/pages/period/time-columns.ts';
import { ReadingMatrix } from '../charts/reading-matrix.tsx';
import { Fact, Instant } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import type { PageView } from '../page/view.tsx';
import { CertificateWords } from './certificate-words.tsx';

export function certificatesView({ resources, calendar }: PeriodFacts): PageView {
  return {
    id: 'certificates',
    title: 'Certificates',
    question: 'How was each resource read, and how is it known to be whole?',
    standing: resources.standing,
    body:
      resources.runs.length === 0 ? null : (
        <Certificates history={resources} columns={columnsOf(resources.runs, calendar)} />
      ),
  };
}

const Certificates = ({
  history,
  columns,
}: {
  readonly history: ResourceHistory;
  readonly columns: Columns;
}): JSX.Element => (
  <>
    <ReadingMatrix history={history} columns={columns} />
    <h3>How often each was read whole</h3>
    <Table
      name="certificates"
      caption="How often each resource was read whole"
      rows={history.resources}
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
      {history.resources.flatMap(({ certificate }) =>
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
