/** The page as a work paper: of each population its objective, the exact requests, the certificate and a sample. */
import type { JSX } from 'preact';
import type { EndFacts } from '../../answers/pages/period/end-facts.ts';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import type { PeriodRequests } from '../../answers/pages/period/request-facts.ts';
import { standingFrom } from '../../answers/pages/standing.ts';
import type { TableFacts } from '../../answers/pages/table-facts.ts';
import { Command, Fact, Instant, Pairs } from '../page/marks.tsx';
import { FactsTable, Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Numbers, type PageView, StandingNote } from '../page/view.tsx';
import { CertificateWords } from './certificate-words.tsx';
import { Conclusion } from './conclusion.tsx';

export function workPaperView({ populations, requests, period, connection }: PeriodFacts): PageView {
  const why = [
    ...(requests.asked === null ? ['no run started in the period, so nothing was asked'] : []),
    ...(requests.withoutLog > 0 ? [`of ${requests.withoutLog} runs there is no log of requests`] : []),
    ...populations.flatMap(({ name, end }) =>
      end.standing.kind === 'unread' ? [`${name}: no sample, since nothing of it was read`] : [],
    ),
  ];
  return {
    id: 'work-paper',
    title: 'Work paper',
    question:
      'What was asked, what answered, how is it known to be whole, and which items does an auditor look at?',
    standing: standingFrom(why),
    body: (
      <>
        <Objective connection={connection} />
        <Requests requests={requests} />
        {populations.map((facts) => (
          <Paper facts={facts} at={period.to} requests={requests} />
        ))}
      </>
    ),
  };
}

const Objective = ({ connection }: { readonly connection: string }): JSX.Element => (
  <Pairs
    pairs={[
      [
        'Objective',
        <>
          To show, for the workspace behind <Text value={connection} />, who had access and how it was set up
          at both ends of the period, what changed in between and who did it, and how far the evidence covers
          the period.
        </>,
      ],
      [
        'Procedure',
        <>
          Read-only requests to the Segment Public API on a schedule; every run sealed with a signature into a
          chain; each answer here derived from bytes that were held against their signature when this page was
          made.
        </>,
      ],
    ]}
  />
);

function Requests({ requests }: { readonly requests: PeriodRequests }): JSX.Element {
  const { operations, attempts, refused, bytes } = requests;
  return (
    <>
      <h3>Requests of the period</h3>
      <Numbers
        numbers={[
          { label: 'Requests', at: 'requests.attempts', value: attempts },
          { label: 'Not answered as asked', at: 'requests.refused', value: refused },
          { label: 'Bytes of answers', at: 'requests.bytes', value: bytes },
        ]}
      />
      <Table
        name="operations"
        caption="Requests of the period by operation"
        none="No log of requests is there."
        rows={operations}
        columns={[
          { title: 'Operation', kind: 'text', value: ({ operationId }) => operationId },
          { title: 'Method', kind: 'text', value: ({ method }) => method },
          { title: 'Requests', kind: 'count', value: (each) => each.attempts },
          { title: 'Not answered as asked', kind: 'count', value: (each) => each.refused },
          { title: 'Records', kind: 'count', value: ({ records }) => records },
          { title: 'Bytes', kind: 'count', value: (each) => each.bytes },
        ]}
      />
    </>
  );
}

interface PaperProps {
  readonly facts: EndFacts;
  readonly at: string;
  readonly requests: PeriodRequests;
}

function Paper({ facts, at, requests }: PaperProps): JSX.Element {
  const { name, question, noun, end, inputs, sample } = facts;
  return (
    <article class="paper" id={`paper-${name}`}>
      <h3>{name.replaceAll('-', ' ')}</h3>
      <StandingNote standing={end.standing} />
      <Pairs
        pairs={[
          ['Objective', question],
          ['As of', <Instant value={at} />],
          ['Read at', end.snapshot === null ? 'not read' : <Instant value={end.snapshot.startedAt} />],
          [
            'Population',
            <>
              <Fact at={`populations.${name}.end.total`} value={end.total} /> {noun[1]}
            </>,
          ],
        ]}
      />
      <h4>Exact requests</h4>
      <AskedFor inputs={inputs} requests={requests} />
      <h4>Certificate</h4>
      {end.certificates.length === 0 ? (
        <p class="unknown">None: nothing of it was read.</p>
      ) : (
        <ul class="requests">
          {end.certificates.map((words) => (
            <li>
              <CertificateWords words={words} />
            </li>
          ))}
        </ul>
      )}
      <h4>Sample</h4>
      <Sample facts={facts} at={at} />
      {sample !== null && <Conclusion />}
    </article>
  );
}

/** As the last run of the period sent them, page after page, without cursors. */
function AskedFor({ inputs, requests: { asked } }: Pick<PaperProps, 'requests'> & Pick<EndFacts, 'inputs'>) {
  const own = inputs.flatMap((input) => asked?.resources.find(({ name }) => name === input) ?? []);
  const sent = own.flatMap((each) => each.asked);
  return sent.length === 0 ? (
    <p class="unknown">The records do not say.</p>
  ) : (
    <ul class="requests">
      {[...new Set(sent)].map((request) => (
        <li>
          <code>{request}</code>
        </li>
      ))}
    </ul>
  );
}

function Sample({ facts: { name, sample }, at }: Pick<PaperProps, 'facts' | 'at'>): JSX.Element {
  if (sample === null) return <p class="unknown">None: nothing of it was read.</p>;
  const { rows, recipe } = sample;
  return (
    <>
      <p class="quiet">
        <Text value={recipe} most={480} />
      </p>
      <FactsTable
        facts={shownOf(rows)}
        caption={`Sample: ${name}`}
        show={rows.columns.slice(0, SHOWN).map(({ key }) => key)}
        none="There are none to draw from."
        where={`segment-evidence population ${name} has all of them.`}
      />
      <p class="quiet">All columns, with a seed of your own, which nobody here could know:</p>
      <Command value={`segment-evidence population ${name} --at ${at} --sample 25 --seed YOURS`} />
    </>
  );
}

/** What tells one item from another: a sheet of paper has no room for more. */
const SHOWN = 6;

const shownOf = ({ columns, rows, ...table }: TableFacts): TableFacts => ({
  ...table,
  columns: columns.slice(0, SHOWN),
  rows: rows.map((row) => row.slice(0, SHOWN)),
});
