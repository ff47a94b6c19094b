/** What may be sent: tracking plans, what sources do with the rest, and personal data that is planned. */
import type { JSX } from 'preact';
import type { PlanFacts } from '../../answers/pages/plan-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { cellOf } from '../../answers/pages/table-facts.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { Fact, type Mark, STANDING_MARKS } from '../page/marks.tsx';
import { FactsTable } from '../page/table.tsx';
import { Numbers, type PageView, StandingNote } from '../page/view.tsx';
import { totalOf } from './overview.tsx';
import { NotesOf, noneOf } from './population.tsx';

export function plansView({ populations, plans }: SnapshotFacts): PageView {
  const connected = populations['tracking-plans'];
  return {
    id: 'plans',
    title: 'Tracking plans',
    question: connected.question,
    standing: connected.standing,
    nav: { at: 'populations.tracking-plans.total', value: connected.total },
    body: (
      <>
        <Numbers
          numbers={[
            totalOf('Plans and connected sources', connected),
            {
              label: 'Properties of personal data',
              at: 'plans.personal',
              value: plans.personal,
              mark: STANDING_MARKS[plans.standing.kind],
              isLeast: plans.standing.kind === 'partial' || (plans.withoutSchema ?? 0) > 0,
            },
          ]}
        />
        {connected.total !== null && connected.total > 0 && <Enforcement plans={plans} />}
        {connected.total !== null && (
          <>
            <h3>Plans and the sources that they are connected to</h3>
            <FactsTable
              facts={connected}
              caption="Plans and connected sources"
              show={[
                'plan',
                'type',
                'rules',
                'source',
                'source_enabled',
                'unplanned_events',
                'violating_events',
              ]}
              isBlank={(row) => cellOf(connected, row, 'source') === null}
              none={noneOf(connected)}
            />
          </>
        )}
        <NotesOf facts={connected} />
        <Inventory plans={plans} />
      </>
    ),
  };
}

const HELD: readonly {
  readonly key: keyof PlanFacts['enforcement'][number]['counts'];
  readonly mark: Mark;
}[] = [
  { key: 'heldBack', mark: { tone: 'good', sign: '✓', word: 'held back' } },
  { key: 'allowed', mark: { tone: 'warn', sign: '!', word: 'let through' } },
  { key: 'notKnown', mark: { tone: 'unknown', sign: '?', word: 'not known' } },
];

const Enforcement = ({ plans: { enforcement } }: { readonly plans: PlanFacts }): JSX.Element => (
  <StackedBars
    id="enforcement"
    title="What connected sources do with what is not planned"
    description="Of how many connections of a source to a plan each kind of data is held back, let through, or not known."
    of="What"
    parts={HELD}
    rows={enforcement.map(({ what, counts }) => ({ label: what, counts }))}
  />
);

const Inventory = ({ plans }: { readonly plans: PlanFacts }): JSX.Element => (
  <>
    <h3>Personal data that is planned</h3>
    <p class="quiet">
      By the names of properties, which can be wrong both ways. Rules without a schema that could be read:{' '}
      <Fact at="plans.withoutSchema" value={plans.withoutSchema} />.
    </p>
    <StandingNote standing={plans.standing} />
    {plans.personal !== null && (
      <FactsTable
        facts={plans.inventory}
        caption="Properties of personal data"
        show={['property', 'path', 'term', 'plan', 'rules']}
        none={
          plans.standing.kind === 'whole'
            ? 'No name of a planned property tells of personal data.'
            : 'None was found in what was read.'
        }
      />
    )}
  </>
);
