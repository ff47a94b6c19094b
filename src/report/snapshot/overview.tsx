/** The key figures, what the checks say by area, and how each resource was read. */

import { CHECK_STATES } from '../../answers/pages/check-facts.ts';
import type { PopulationFacts } from '../../answers/pages/population-facts.ts';
import type { SnapshotFacts } from '../../answers/pages/snapshot-facts.ts';
import { type Standing, WHOLE } from '../../answers/pages/standing.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { CHECK_MARKS, markOf, STANDING_MARKS } from '../page/marks.tsx';
import { type FigureNumber, Numbers, type PageView } from '../page/view.tsx';
import { Conditions } from './conditions.tsx';

export function overviewView(facts: SnapshotFacts): PageView {
  const { run, checks } = facts;
  return {
    id: 'overview',
    title: 'Overview',
    question: 'What is there, what needs a person, and how far can this be relied on?',
    standing: readingStanding(run),
    body: (
      <>
        <Numbers numbers={numbersOf(facts)} />
        {checks !== null && (
          <StackedBars
            id="checks-by-area"
            title="What the checks say, by area"
            description={`Of ${checks.total} checks ${checks.counts.fail} fail, ${checks.counts.pass} hold, and of ${checks.counts.indeterminate} nobody can tell.`}
            of="Area"
            parts={CHECK_STATES.map((key) => ({ key, mark: markOf(CHECK_MARKS, key) }))}
            rows={checks.areas.map(({ area, counts }) => ({ label: area.replaceAll('-', ' '), counts }))}
          />
        )}
        <Conditions run={run} />
      </>
    ),
  };
}

/** How far the run as a whole can be relied on. */
export function readingStanding({ gaps, status, isExpired }: SnapshotFacts['run']): Standing {
  const why = gaps.map(({ resource, ended, why: rules }) => [`${resource}: ${ended}`, ...rules].join('; '));
  if (isExpired) return { kind: 'unread', why: ['its files are gone, since their retention has ended'] };
  return why.length === 0 ? WHOLE : { kind: status === 'failed' ? 'unread' : 'partial', why };
}

function numbersOf({ checks, populations }: SnapshotFacts): readonly FigureNumber[] {
  const { users, sources, destinations, functions } = populations;
  const failing: FigureNumber = {
    label: 'Checks that fail',
    at: 'checks.counts.fail',
    value: checks?.counts.fail ?? null,
    href: '#findings',
  };
  const untold: FigureNumber = {
    label: 'Nobody can tell',
    at: 'checks.counts.indeterminate',
    value: checks?.counts.indeterminate ?? null,
    href: '#findings',
  };
  return [
    failing,
    untold,
    totalOf('People', users, '#people'),
    countOf('Owners', users, 0, '#people'),
    totalOf('Sources', sources, '#sources'),
    totalOf('Destinations', destinations, '#flows'),
    totalOf('Functions', functions, '#functions'),
  ];
}

/** How many rows a population has, or how reading it ended. */
export function totalOf(
  label: string,
  { name, total, standing }: PopulationFacts,
  href?: string,
): FigureNumber {
  return {
    label,
    at: `populations.${name}.total`,
    value: total,
    mark: STANDING_MARKS[standing.kind],
    isLeast: standing.kind === 'partial',
    ...(href === undefined ? {} : { href }),
  };
}

/** One of the kinds that a population counts; `place`: in its list of counts. */
export function countOf(
  label: string,
  { name, counts, standing }: PopulationFacts,
  place: number,
  href?: string,
): FigureNumber {
  const tally = counts[place];
  return {
    label,
    at: `populations.${name}.counts.${place}.count`,
    value: tally?.count ?? null,
    mark: STANDING_MARKS[standing.kind],
    isLeast: standing.kind === 'partial' || (tally?.notKnown ?? 0) > 0,
    ...(href === undefined ? {} : { href }),
  };
}
