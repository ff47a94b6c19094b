/** What the evidence of the period does not cover: time, resources, changes, and what no evidence from here can. */
import type { JSX } from 'preact';
import type { PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { type Standing, WHOLE } from '../../answers/pages/standing.ts';
import { ManualSlots } from '../page/manual.tsx';
import { Badge, Instant, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Table } from '../page/table.tsx';
import type { PageView } from '../page/view.tsx';

export function uncoveredView(facts: PeriodFacts): PageView {
  const why = [...facts.calendar.standing.why, ...resourceReasons(facts), ...facts.ledger.standing.why];
  const standing: Standing = why.length === 0 ? WHOLE : { kind: 'partial', why };
  return {
    id: 'uncovered',
    title: 'Not covered',
    question: 'What can nobody conclude from this evidence?',
    standing,
    body: (
      <>
        <Slots facts={facts} />
        <Spans facts={facts} />
        <Resources facts={facts} />
        <Notes facts={facts} />
        <h3>What Segment’s API does not show</h3>
        <ManualSlots facts={facts.manual} at="manual" />
      </>
    ),
  };
}

/** The table below names them. */
function resourceReasons({ resources }: PeriodFacts): readonly string[] {
  const open = resources.resources.filter(({ gaps }) => gaps > 0).length;
  return open === 0
    ? []
    : [`${open} of ${resources.resources.length} resources were not read whole in some runs`];
}

interface FactsProps {
  readonly facts: PeriodFacts;
}

const Slots = ({ facts: { calendar } }: FactsProps): JSX.Element => (
  <>
    <h3>Runs</h3>
    <Table
      name="open-slots"
      caption="Runs that were due and are not complete"
      none={
        calendar.slots.length === 0
          ? 'No schedule says which runs were due in this period.'
          : 'Every run that was due is there and complete.'
      }
      rows={calendar.slots.filter(({ state }) => state !== 'complete')}
      columns={[
        { title: 'Slot', kind: 'instant', value: ({ slot }) => slot },
        {
          title: 'State',
          kind: 'text',
          value: ({ state }) => state,
          show: ({ state }) => <Badge {...markOf(STATUS_MARKS, state)} />,
        },
        { title: 'Reason', kind: 'list', value: ({ reasons }) => reasons },
      ]}
    />
  </>
);

const Spans = ({ facts: { calendar } }: FactsProps): JSX.Element => (
  <>
    <h3>Time</h3>
    {calendar.uncovered.length === 0 ? (
      <p class="empty">Somebody looked at both ends of the period.</p>
    ) : (
      <ul>
        {calendar.uncovered.map(({ from, to }) => (
          <li>
            Nobody looked from <Instant value={from} /> to <Instant value={to} />
          </li>
        ))}
      </ul>
    )}
  </>
);

function Resources({ facts: { resources, ledger, runs } }: FactsProps): JSX.Element {
  const open = resources.resources.flatMap(({ name, gaps, why }) =>
    gaps === 0 ? [] : [{ resource: name, reason: `not read whole in some runs: ${why.join(', ')}` }],
  );
  const left = resources.resources.flatMap(({ name, stretches }) =>
    stretches.every(({ state }) => state === 'not-collected')
      ? [{ resource: name, reason: 'left out on purpose' }]
      : [],
  );
  const skipped = ledger.skipped.filter(({ resource }) => !left.some((each) => each.resource === resource));
  return (
    <>
      <h3>Resources</h3>
      <Table
        name="open-resources"
        caption="Resources that are not covered"
        none={
          runs === 0
            ? 'No run started in the period: no resource is covered.'
            : 'Every resource was read whole in every run.'
        }
        rows={byReason([...open, ...skipped, ...left])}
        columns={[
          {
            title: 'Why',
            kind: 'text',
            value: ({ reason }) => reason,
            show: ({ reason }) => <Said value={reason} />,
          },
          { title: 'How many', kind: 'count', value: ({ names }) => names.length },
          {
            title: 'Resources',
            kind: 'list',
            value: ({ names }) => names,
            show: ({ names }) => <Said value={names.join(', ')} />,
          },
        ]}
      />
    </>
  );
}

/** One cause, such as a dead token, is told once. */
function byReason(lines: readonly { readonly resource: string; readonly reason: string }[]) {
  const names = new Map<string, string[]>();
  for (const { resource, reason } of lines) names.set(reason, [...(names.get(reason) ?? []), resource]);
  return [...names].map(([reason, own]) => ({ reason, names: own }));
}

const Notes = ({ facts: { notes } }: FactsProps): JSX.Element | null =>
  notes.length === 0 ? null : (
    <>
      <h3>To be known to whoever relies on it</h3>
      <ul class="notes">
        {notes.map((note) => (
          <li>
            <Said value={note} />
          </li>
        ))}
      </ul>
    </>
  );
