/** How each resource was read in each run: of several runs in a column it says the worst. Runs that are missing are holes. */
import type { JSX } from 'preact';
import type { ReadState, ResourceHistory } from '../../answers/pages/period/resource-history.ts';
import type { Columns, TimeColumn } from '../../answers/pages/period/time-columns.ts';
import { type Mark, markOf, OUTCOME_MARKS } from '../page/marks.tsx';
import { Matrix } from './matrix.tsx';
import { BarTable } from './timeline.tsx';

const MARKS: Readonly<Record<string, Mark>> = {
  ...OUTCOME_MARKS,
  absent: { tone: 'off', sign: '–', word: 'not there' },
  unknown: { tone: 'unknown', sign: '·', word: 'not known to the run' },
};

const WORST_FIRST: readonly ReadState[] = [
  'denied',
  'unreachable',
  'unavailable',
  'deferred',
  'partial',
  'unknown',
  'complete',
  'not-collected',
  'absent',
];

export function ReadingMatrix({
  history: { resources, runs },
  columns,
}: {
  readonly history: ResourceHistory;
  readonly columns: Columns;
}): JSX.Element {
  const isHole = (column: TimeColumn) => column.runs.length === 0;
  return (
    <Matrix
      id="reading"
      title="Each resource in each run"
      description={`${resources.length} resources in ${runs.length} runs: how reading each of them ended. ${holesText(columns.wide.filter(isHole).length)}`}
      columns={columns}
      isHole={isHole}
      rows={resources.map(({ name, stretches }) => ({
        label: name,
        cell: ({ runs: places }) => {
          const worst = WORST_FIRST.find((state) => wasIn(stretches, state, places));
          return worst === undefined ? null : markOf(MARKS, worst);
        },
      }))}
      table={
        <BarTable
          id="reading"
          title="Each resource in each run"
          of="Resource"
          runs={runs}
          rows={resources.map(({ name, stretches }) => ({
            label: name,
            bars: stretches.map(({ state, ...places }) => ({ mark: markOf(MARKS, state), ...places })),
          }))}
        />
      }
    />
  );
}

const wasIn = (
  stretches: ResourceHistory['resources'][number]['stretches'],
  state: ReadState,
  places: readonly number[],
): boolean =>
  stretches.some(
    (each) => each.state === state && places.some((place) => place >= each.first && place <= each.last),
  );

const holesText = (holes: number): string =>
  holes === 0 ? 'No run is missing.' : `${holes} columns are hatched from top to bottom: there is no run.`;
