/** What became more and what less over the period: findings, people, and what checks said. */
import type { JSX } from 'preact';
import { severities } from '../../../schemas/condition.ts';
import { CHECK_STATES } from '../../answers/pages/check-facts.ts';
import type { CheckedRun } from '../../answers/pages/period/check-history.ts';
import { type Columns, columnsOf } from '../../answers/pages/period/time-columns.ts';
import type { ConnectionFacts } from '../../answers/pages/site/connection-facts.ts';
import { type Standing, standingFrom } from '../../answers/pages/standing.ts';
import type { TrendRun } from '../charts/trend.ts';
import { TrendColumns, type TrendSeries } from '../charts/trend-columns.tsx';
import { TrendLines } from '../charts/trend-lines.tsx';
import { CHECK_MARKS, type Mark, markOf, SEVERITY_MARKS, type Texture } from '../page/marks.tsx';
import type { PageView } from '../page/view.tsx';

export function trendsView(facts: ConnectionFacts): PageView {
  const { resources, calendar } = facts;
  const columns = columnsOf(resources.runs, calendar);
  return {
    id: 'trends',
    title: 'Trends',
    question: 'What became more, what less, and since when?',
    standing: standingOfTrends(facts),
    body:
      columns.wide.length === 0 ? null : (
        <>
          <p class="quiet">
            Of several runs in a column it shows the last. A sign below it says that not every run of it is
            there and complete; what nobody knows is hatched.
          </p>
          <Findings facts={facts} columns={columns} />
          <People facts={facts} columns={columns} />
          <Outcomes facts={facts} columns={columns} />
          {resources.runs.length === 0 && <p class="empty">No run began in the period.</p>}
        </>
      ),
  };
}

function standingOfTrends({ checks, people, resources }: ConnectionFacts): Standing {
  const runs = resources.runs.length;
  if (runs === 0) return { kind: 'unread', why: ['no run started in the period'] };
  const unread = people.filter(({ members }) => members === null).length;
  const least = people.filter(({ isLeast }) => isLeast).length;
  return standingFrom([
    ...checks.standing.why,
    ...(unread === 0 ? [] : [`how many people there were is not known of ${unread} of ${runs} runs`]),
    ...(least === 0 ? [] : [`there may have been more people than were read in ${least} of ${runs} runs`]),
  ]);
}

interface FactsProps {
  readonly facts: ConnectionFacts;
  readonly columns: Columns;
}

/** Of what nobody could tell in a run, some may fail: a gap is no improvement. */
const UNTOLD: TrendSeries = { key: 'untold', mark: markOf(CHECK_MARKS, 'indeterminate') };

/** What is of one tone is told apart by its pattern: from the bottom the gravest first. */
const TEXTURES: Readonly<Record<string, Texture>> = {
  critical: 'stripes',
  info: 'blank',
  accepted: 'stripes',
};

const seriesOf = (key: string, mark: Mark): TrendSeries => {
  const texture = TEXTURES[key];
  return { key, mark: texture === undefined ? mark : { ...mark, texture } };
};

const untoldOf = ({ counts }: CheckedRun): number => (counts?.indeterminate ?? 0) + (counts?.error ?? 0);

function Findings({ facts: { checks, calendar }, columns }: FactsProps): JSX.Element {
  const runs = checks.runs.map(
    (run): TrendRun => ({
      ...run,
      values: run.open === null ? null : { ...run.open, untold: untoldOf(run) },
      isLeast: false,
    }),
  );
  return (
    <TrendColumns
      id="trend-findings"
      title="Open findings by severity"
      description={`Checks that failed in each of ${runs.length} runs and that nobody has accepted, by severity, and on top of them those of which nobody could tell.`}
      series={[...severities.map((key) => seriesOf(key, markOf(SEVERITY_MARKS, key))), UNTOLD]}
      {...{ columns, calendar, runs }}
    />
  );
}

function People({ facts: { checks, people, calendar }, columns }: FactsProps): JSX.Element {
  const runs = checks.runs.map((run, place): TrendRun => {
    const { members, owners, isLeast } = people[place] ?? { members: null, owners: null, isLeast: false };
    const values = members === null || owners === null ? null : { members, owners };
    return { ...run, values, isLeast };
  });
  return (
    <TrendLines
      id="trend-people"
      title="Members and owners"
      description={`How many people could log in to the workspace, and how many of them were owners, in each of ${runs.length} runs. Where there may have been more the point is hollow.`}
      series={[
        { key: 'members', title: 'Members' },
        { key: 'owners', title: 'Owners' },
      ]}
      {...{ columns, calendar, runs }}
    />
  );
}

function Outcomes({ facts: { checks, calendar }, columns }: FactsProps): JSX.Element {
  const runs = checks.runs.map((run): TrendRun => ({ ...run, values: run.counts, isLeast: false }));
  return (
    <TrendColumns
      id="trend-checks"
      title="Checks by outcome"
      description={`What each check said in each of ${runs.length} runs. Of what nobody can tell the part is hatched.`}
      series={CHECK_STATES.map((key) => seriesOf(key, markOf(CHECK_MARKS, key)))}
      {...{ columns, calendar, runs }}
    />
  );
}
