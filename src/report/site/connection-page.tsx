/** The page of one connection of a site: how it stands, which runs were due, what became more and what less, how it was read. */

import { columnsOf } from '../../answers/pages/period/time-columns.ts';
import type { ConnectionFacts } from '../../answers/pages/site/connection-facts.ts';
import { FLEET_PAGE, linkTo, PERIOD_PAGE, snapshotPageOf } from '../../answers/pages/site/site-names.ts';
import { standingFrom } from '../../answers/pages/standing.ts';
import { ReadingMatrix } from '../charts/reading-matrix.tsx';
import { type Banner, documentOf } from '../page/document.tsx';
import { Fact, Instant } from '../page/marks.tsx';
import { Text } from '../page/text.tsx';
import { type FigureNumber, Numbers, type PageView } from '../page/view.tsx';
import { calendarView } from '../period/calendar.tsx';
import { Conditions } from '../snapshot/conditions.tsx';
import { Age } from './age.tsx';
import { notOriginal } from './not-original.ts';
import { trendsView } from './trends.tsx';
import { Steps } from './unread-page.tsx';

/** Returns the page as one HTML file. The same facts are the same bytes. */
export function connectionPage(facts: ConnectionFacts): string {
  const { connection, workspace } = facts;
  return documentOf({
    title: `${workspace?.name ?? connection}: ${connection}`,
    kind: 'Connection of a site',
    heading: <Text value={workspace?.name ?? `${connection}: workspace not known`} />,
    about: aboutOf(facts),
    banner: bannerOf(facts),
    views: [overviewView(facts), calendarView(facts), trendsView(facts), readingView(facts)],
  });
}

function aboutOf({ connection, workspace, period, newest }: ConnectionFacts) {
  const snapshot = newest?.run.snapshot;
  return [
    ['Connection', <Text value={connection} />],
    ['Workspace', workspace === null ? 'not known' : <Text value={`${workspace.slug}, ${workspace.id}`} />],
    ['Region', <Text value={workspace?.region.toUpperCase() ?? 'not known'} />],
    ['From', <Instant value={period.from} />],
    ['To', <Instant value={period.to} />],
    [
      'Newest snapshot',
      snapshot === undefined ? (
        'none'
      ) : (
        <a href={linkTo(snapshotPageOf(snapshot.snapshotPath))}>
          <Instant value={snapshot.startedAt} />
        </a>
      ),
    ],
    ['Work paper', <a href={linkTo(PERIOD_PAGE)}>The period</a>],
    ['All connections', <a href={`../${FLEET_PAGE}`}>Fleet</a>],
  ] as const;
}

function bannerOf(facts: ConnectionFacts): Banner {
  const { gaps, calendar, later } = facts;
  const original = notOriginal([facts]);
  const after = later > 0 && (
    <p class="quiet">
      <Fact at="later" value={later} /> runs began after the period: nothing of them is shown.
    </p>
  );
  if (gaps.length === 0)
    return {
      mark: { tone: 'good', sign: '✓', word: 'covered' },
      words: (
        <>
          <p>
            All <Fact at="calendar.counts.due" value={calendar.counts.due} /> runs that were due are there and
            complete, and the newest snapshot was read whole.
          </p>
          {after}
        </>
      ),
      ...original,
    };
  return {
    mark: { tone: 'warn', sign: '◐', word: 'not all covered' },
    words: (
      <>
        <p>What is missing is not nothing: nobody can conclude from it that there was none.</p>
        <ul>
          {gaps.slice(0, SHOWN_GAPS).map((gap) => (
            <li>
              <Text value={gap} />
            </li>
          ))}
          {gaps.length > SHOWN_GAPS && (
            <li>
              <a href="#calendar">and others</a>
            </li>
          )}
        </ul>
        {after}
      </>
    ),
    ...original,
    again: 'The connection as a whole is not covered.',
  };
}

const SHOWN_GAPS = 6;

function overviewView(facts: ConnectionFacts): PageView {
  const { gaps, newest, steps } = facts;
  return {
    id: 'overview',
    title: 'Overview',
    question: 'How does this connection stand, and what needs a person?',
    standing: newest === null ? { kind: 'unread', why: gaps } : standingFrom(gaps),
    body: (
      <>
        <Numbers numbers={numbersOf(facts)} />
        {newest !== null && (
          <p class="quiet">
            The newest snapshot is <Age at="newest.ageHours" hours={newest.ageHours} />.
          </p>
        )}
        <Steps steps={steps} />
        {newest !== null && (
          <Conditions
            run={newest.run}
            at="newest.run"
            findings={`${linkTo(snapshotPageOf(newest.run.snapshot.snapshotPath))}#findings`}
          />
        )}
      </>
    ),
  };
}

function numbersOf({ newest, calendar, people }: ConnectionFacts): readonly FigureNumber[] {
  const last = people.length - 1;
  const { members = null, owners = null, isLeast = false } = people[last] ?? {};
  const findings =
    newest === null ? {} : { href: `${linkTo(snapshotPageOf(newest.run.snapshot.snapshotPath))}#findings` };
  const stateNumber = (label: string, state: 'fail' | 'indeterminate' | 'pass'): FigureNumber => ({
    label,
    at: `newest.counts.${state}`,
    value: newest?.counts?.[state] ?? null,
    ...findings,
  });
  return [
    { label: 'Runs due', at: 'calendar.counts.due', value: calendar.counts.due, href: '#calendar' },
    { label: 'Missing', at: 'calendar.counts.missing', value: calendar.counts.missing, href: '#calendar' },
    stateNumber('Checks that fail', 'fail'),
    stateNumber('Nobody can tell', 'indeterminate'),
    stateNumber('Checks that hold', 'pass'),
    {
      label: 'Members',
      at: `people.${last}.members`,
      value: members,
      isLeast,
      href: '#trend-people-caption',
    },
    { label: 'Owners', at: `people.${last}.owners`, value: owners, isLeast, href: '#trend-people-caption' },
  ];
}

function readingView({ resources, calendar }: ConnectionFacts): PageView {
  return {
    id: 'resources',
    title: 'Resources',
    question: 'How was each resource read in each run?',
    standing: resources.standing,
    body:
      resources.runs.length === 0 ? null : (
        <ReadingMatrix history={resources} columns={columnsOf(resources.runs, calendar)} />
      ),
  };
}
