/** The ledger: what nobody explains first, then what no snapshot shows, then the rest. */
import type { JSX } from 'preact';
import type { LedgerFacts } from '../../answers/pages/period/ledger-facts.ts';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { Instant, type Mark } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { LedgerTable } from './ledger-table.tsx';

const PARTS: readonly { readonly key: string; readonly mark: Mark }[] = [
  { key: 'unexplained', mark: { tone: 'bad', sign: '✕', word: 'no event explains it' } },
  { key: 'not-known', mark: { tone: 'unknown', sign: '?', word: 'the trail cannot tell' } },
  { key: 'cameAndWent', mark: { tone: 'warn', sign: '↔', word: 'came and went between two runs' } },
  { key: 'vendor', mark: { tone: 'off', sign: '○', word: 'of Segment’s catalogue' } },
  { key: 'explained', mark: { tone: 'good', sign: '✓', word: 'explained by events' } },
];

export function changesView({ ledger }: PeriodFacts): PageView {
  const { counts, standing } = ledger;
  return {
    id: 'changes',
    title: 'Changes',
    question: 'What changed, who did it, and what does nobody explain?',
    standing,
    nav: { at: 'ledger.counts.total', value: counts?.total ?? null },
    body: counts === null ? null : <Ledger ledger={ledger} counts={counts} />,
  };
}

function Ledger({
  ledger,
  counts,
}: {
  readonly ledger: LedgerFacts;
  readonly counts: LedgerCounts;
}): JSX.Element {
  const { unexplained, cameAndWent, explained, resources, standing } = ledger;
  const isLeast = standing.kind === 'partial';
  const none = (words: string) => (isLeast ? `${words} that could be compared.` : `${words}.`);
  return (
    <>
      <Numbers
        numbers={(['total', 'unexplained', 'cameAndWent', 'notKnown'] as const).map((key) => ({
          label: LABELS[key],
          at: `ledger.counts.${key}`,
          value: counts[key],
          isLeast,
        }))}
      />
      <ByResource counts={counts} resources={resources} />
      <h3>No event explains these</h3>
      <LedgerTable
        facts={unexplained}
        caption="Changes that no event explains"
        none={none('No change without an event that explains it, in all')}
      />
      <h3>Came and went between two runs</h3>
      <LedgerTable
        facts={cameAndWent}
        caption="What came and went between two runs"
        none={none('Nothing came and went between two runs, as far as the audit trail tells, in all')}
      />
      <h3>All other changes</h3>
      <LedgerTable facts={explained} caption="All other changes" none={none('No other change, in all')} />
      <Events ledger={ledger} />
      <Actors ledger={ledger} />
    </>
  );
}

type LedgerCounts = NonNullable<LedgerFacts['counts']>;

const ByResource = ({
  counts,
  resources,
}: Pick<LedgerFacts, 'resources'> & { readonly counts: LedgerCounts }): JSX.Element | null =>
  resources.length === 0 ? null : (
    <StackedBars
      id="changes-by-resource"
      title="How changes are explained, by resource"
      description={`Of ${counts.total} changes ${counts.unexplained} have no event that explains them, and ${counts.cameAndWent} came and went between two runs.`}
      of="Resource"
      parts={PARTS}
      rows={resources.map(({ resource, ...kinds }) => ({
        label: resource.replaceAll('-', ' '),
        counts: kinds,
      }))}
    />
  );

const LABELS = {
  total: 'Changes',
  unexplained: 'No event explains it',
  cameAndWent: 'Came and went between two runs',
  notKnown: 'The trail cannot tell',
} as const;

function Events({ ledger: { withoutChange } }: { readonly ledger: LedgerFacts }): JSX.Element {
  const { count, events } = withoutChange;
  return (
    <>
      <h3>Events that left no difference</h3>
      <Table
        name="events-without-change"
        caption="Events that left no difference"
        none="Each event of the audit trail that tells of a change is seen in a difference too."
        rows={events}
        columns={[
          { title: 'At', kind: 'instant', value: ({ at }) => at },
          { title: 'Event', kind: 'text', value: ({ type }) => type },
          { title: 'By', kind: 'text', value: ({ actor }) => actor },
          { title: 'Id', kind: 'text', value: ({ eventId }) => eventId },
        ]}
        cut={{ count: count - events.length, where: 'segment-evidence changes has all of them.' }}
      />
    </>
  );
}

const Actors = ({ ledger: { actors, covered } }: { readonly ledger: LedgerFacts }): JSX.Element => (
  <>
    <h3>Who made changes</h3>
    <Table
      name="actors"
      caption="Who made changes"
      none="No change, so nobody made one."
      rows={actors}
      columns={[
        {
          title: 'Actor',
          kind: 'text',
          value: ({ actor }) => actor ?? '',
          show: ({ actor }) =>
            actor === null ? <span class="unknown">nobody is named</span> : <Text value={actor} />,
        },
        { title: 'Changes', kind: 'count', value: ({ count }) => count },
      ]}
    />
    <p class="quiet">
      {covered.length === 0
        ? 'At no time was all of it read whole, with the audit trail.'
        : 'All of it, with the audit trail, was whole: '}
      {covered.map(({ from, to }, index) => (
        <>
          {index > 0 && '; '}
          <Instant value={from} /> to <Instant value={to} />
        </>
      ))}
    </p>
  </>
);
