/** The key figures of a period. */
import { gapsOf, type PeriodFacts } from '../../answers/pages/period/period-facts.ts';
import { standingFrom } from '../../answers/pages/standing.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { markOf, STANDING_MARKS, STATUS_MARKS } from '../page/marks.tsx';
import { type FigureNumber, Numbers, type PageView } from '../page/view.tsx';

/** As the views are called that can lack something. */
export const VIEW_TITLES: Readonly<Record<string, string>> = {
  calendar: 'Calendar',
  populations: 'Populations',
  changes: 'Changes',
  review: 'Access review',
  checks: 'Checks',
  certificates: 'Certificates',
  receipts: 'Receipts and stamps',
};

const STATES = ['complete', 'partial', 'failed', 'missing', 'expired'] as const;

export function overviewView(facts: PeriodFacts): PageView {
  const { counts, slots } = facts.calendar;
  const months = [...new Set(slots.map(({ slot }) => slot.slice(0, 7)))];
  const views = gapsOf(facts).map(({ view }) => VIEW_TITLES[view] ?? view);
  return {
    id: 'overview',
    title: 'Overview',
    question: 'Is the period covered, what happened in it, and what needs a person?',
    standing: standingFrom(views.length === 0 ? [] : [`something is missing in: ${views.join(', ')}`]),
    body: (
      <>
        <Numbers numbers={numbersOf(facts)} />
        {months.length > 0 && (
          <StackedBars
            id="slots-by-month"
            title="Runs that were due, by month"
            description={`Of ${counts.due} runs that were due ${counts.complete} are complete, ${counts.partial} partial, ${counts.failed} failed and ${counts.missing} missing.`}
            of="Month"
            parts={STATES.map((key) => ({ key, mark: markOf(STATUS_MARKS, key) }))}
            rows={months.map((label) => ({
              label,
              counts: Object.fromEntries(
                STATES.map((state) => [
                  state,
                  slots.filter((slot) => slot.slot.startsWith(label) && slot.state === state).length,
                ]),
              ),
            }))}
          />
        )}
      </>
    ),
  };
}

function numbersOf({ calendar, ledger, populations, checks, review }: PeriodFacts): readonly FigureNumber[] {
  const { counts } = calendar;
  const place = populations.findIndex(({ name }) => name === 'users');
  const people = (['start', 'end'] as const).map((side): FigureNumber => {
    const { total = null, standing } = populations[place]?.[side] ?? {};
    return {
      label: `People at the ${side}${standing?.kind === 'partial' ? ', not complete' : ''}`,
      at: `populations.users.${side}.total`,
      value: total,
      mark: STANDING_MARKS[standing?.kind ?? 'unread'],
      href: '#populations',
    };
  });
  const isLeast = ledger.standing.kind === 'partial';
  return [
    { label: 'Runs due', at: 'calendar.counts.due', value: counts.due, href: '#calendar' },
    { label: 'Complete', at: 'calendar.counts.complete', value: counts.complete, href: '#calendar' },
    { label: 'Missing', at: 'calendar.counts.missing', value: counts.missing, href: '#calendar' },
    ...people,
    {
      label: 'Changes',
      at: 'ledger.counts.total',
      value: ledger.counts?.total ?? null,
      isLeast,
      href: '#changes',
    },
    {
      label: 'Of these unexplained',
      at: 'ledger.counts.unexplained',
      value: ledger.counts?.unexplained ?? null,
      isLeast,
      href: '#changes',
    },
    { label: 'Access reviews', at: 'review.count', value: review.count, href: '#review' },
    {
      label: 'Checks that fail at the end',
      at: 'checks.atEnd.fail',
      value: checks.atEnd?.fail ?? null,
      href: '#checks',
    },
    {
      label: 'Nobody can tell at the end',
      at: 'checks.atEnd.indeterminate',
      value: checks.atEnd?.indeterminate ?? null,
      href: '#checks',
    },
  ];
}
