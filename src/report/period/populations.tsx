/** Each population at both ends, and what came and went between them. */
import type { JSX } from 'preact';
import type { EndFacts, Side } from '../../answers/pages/period/end-facts.ts';
import { gapsOf, type PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { WHOLE } from '../../answers/pages/standing.ts';
import { Badge, Fact, type Mark, STANDING_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import type { PageView } from '../page/view.tsx';

const ADDS: Readonly<Record<string, Mark>> = {
  true: { tone: 'good', sign: '✓', word: 'adds up' },
  false: { tone: 'warn', sign: '!', word: 'does not add up' },
  null: { tone: 'unknown', sign: '?', word: 'cannot be told' },
};

export function populationsView(facts: PeriodFacts): PageView {
  const { populations } = facts;
  const open = gapsOf(facts).find(({ view }) => view === 'populations');
  return {
    id: 'populations',
    title: 'Populations',
    question: 'Who and what was there at the start and at the end, and what came and went?',
    standing: open?.standing ?? WHOLE,
    body: (
      <>
        <Table
          name="populations"
          caption="Populations at both ends"
          rows={populations}
          columns={[
            { title: 'Population', kind: 'text', value: ({ name }) => name, show: Name },
            sideColumn('start'),
            flowColumn('Came', 'added'),
            flowColumn('Went', 'removed'),
            sideColumn('end'),
            flowColumn('Came and went', 'cameAndWent'),
            flowColumn('Changed', 'changed'),
            {
              title: 'Start, came, went, end',
              kind: 'text',
              value: ({ addsUp }) => String(addsUp),
              show: ({ addsUp, flow }) =>
                flow === null && addsUp === null ? (
                  <span class="quiet">not compared</span>
                ) : (
                  <Badge {...(ADDS[String(addsUp)] as Mark)} />
                ),
            },
          ]}
        />
        <p class="quiet">
          <span aria-hidden="true">◐ was not read whole at that end. </span>
          Counted between the two readings, that of the first day and that of the last. The ledger also has
          what changed in the period before the one and after the other.
        </p>
        <Ends populations={populations} />
      </>
    ),
  };
}

const Ends = ({ populations }: Pick<PeriodFacts, 'populations'>): JSX.Element => (
  <>
    <h3>What each end rests on</h3>
    <Table
      name="ends"
      caption="What each end rests on"
      rows={populations.flatMap(endRows)}
      columns={[
        {
          title: 'Population',
          kind: 'text',
          value: ({ name, end }) => `${name.replaceAll('-', ' ')}, at the ${end}`,
        },
        { title: 'Read at', kind: 'instant', value: ({ side }) => side.snapshot?.startedAt ?? null },
        {
          title: 'Standing',
          kind: 'text',
          value: ({ side }) => side.standing.kind,
          show: ({ side }) => <Badge {...STANDING_MARKS[side.standing.kind]} />,
        },
        {
          title: 'Counted',
          kind: 'list',
          value: ({ side }) => side.counts.map(countedText),
          show: Counted,
        },
        { title: 'What is missing', kind: 'list', value: ({ side }) => side.standing.why, show: Why },
      ]}
    />
  </>
);

const Name = ({ name }: EndFacts): JSX.Element => <a href={`#paper-${name}`}>{name.replaceAll('-', ' ')}</a>;

const sideColumn = (side: 'start' | 'end') => ({
  title: side === 'start' ? 'At the start' : 'At the end',
  kind: 'count' as const,
  value: (facts: EndFacts) => facts[side].total,
  show: (facts: EndFacts) => {
    const { total, standing } = facts[side];
    const at = `populations.${facts.name}.${side}.total`;
    if (total === null)
      return (
        <span data-fact={at}>
          <Badge {...STANDING_MARKS[standing.kind]} />
        </span>
      );
    return (
      <>
        <Fact at={at} value={total} />
        {standing.kind !== 'whole' && <NotWhole />}
      </>
    );
  },
});

const NotWhole = (): JSX.Element => (
  <span class="dot warn" title="not complete: see below">
    {' '}
    <span aria-hidden="true">◐</span>
    <span class="hidden">not complete</span>
  </span>
);

const flowColumn = (title: string, key: keyof NonNullable<EndFacts['flow']>) => ({
  title,
  kind: 'count' as const,
  value: ({ flow }: EndFacts) => flow?.[key] ?? null,
  show: ({ name, flow }: EndFacts) =>
    flow === null ? (
      <span class="quiet">–</span>
    ) : (
      <Fact at={`populations.${name}.flow.${key}`} value={flow[key]} />
    ),
});

interface EndRow {
  readonly name: string;
  readonly end: 'start' | 'end';
  readonly side: Side;
}

const endRows = ({ name, start, end }: EndFacts): readonly EndRow[] => [
  { name, end: 'start', side: start },
  { name, end: 'end', side: end },
];

const countedText = ({ what, count, notKnown }: Side['counts'][number]) =>
  notKnown === 0 ? `${count} ${what}` : `${count} ${what}, ${notKnown} not known`;

const Counted = ({ side }: EndRow) => (side.counts.length === 0 ? <span class="quiet">–</span> : undefined);
const Why = ({ side }: EndRow) => (side.standing.why.length === 0 ? <span class="quiet">–</span> : undefined);
