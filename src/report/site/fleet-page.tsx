/** The first page of a site: all connections, what needs somebody first. */
import { severities } from '../../../schemas/condition.ts';
import type { FleetFacts, ReadRow } from '../../answers/pages/site/fleet-facts.ts';
import { type Standing, standingFrom } from '../../answers/pages/standing.ts';
import { StackedBars } from '../charts/stacked-bars.tsx';
import { type Banner, documentOf } from '../page/document.tsx';
import { Badge, Fact, Instant, markOf, SEVERITY_MARKS } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Numbers, type PageView } from '../page/view.tsx';
import { ConnectionLink } from './connection-link.tsx';
import { calendarsView } from './fleet-calendars.tsx';
import { FleetTable } from './fleet-table.tsx';
import { notOriginal } from './not-original.ts';
import { ROW_MARKS } from './row-marks.ts';

/** Returns the page as one HTML file. The same facts are the same bytes. */
export function fleetPage(facts: FleetFacts): string {
  const { period } = facts;
  return documentOf({
    title: `Fleet, ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`,
    kind: 'Site of Segment workspaces',
    heading: 'Fleet',
    about: [
      ['From', <Instant value={period.from} />],
      ['To', <Instant value={period.to} />],
      ['Connections', <Fact at="counts.connections" value={facts.counts.connections} />],
    ],
    banner: bannerOf(facts),
    views: [overviewView(facts), calendarsView(facts), findingsView(facts), conditionsView(facts)],
  });
}

const readRows = ({ rows }: FleetFacts): readonly ReadRow[] => rows.filter((row) => row.kind === 'read');

function bannerOf(facts: FleetFacts): Banner {
  const { counts, gaps, rows } = facts;
  const original = notOriginal(readRows(facts));
  const unread = rows.filter(({ kind }) => kind === 'unread');
  if (gaps.length === 0)
    return {
      mark: { tone: 'good', sign: '✓', word: 'covered' },
      words: (
        <p>
          All <Fact at="counts.due" value={counts.due} /> runs that were due are there and complete, of each
          of <Fact at="counts.connections" value={counts.connections} /> connections.
        </p>
      ),
      ...original,
    };
  return {
    mark: { tone: 'warn', sign: '◐', word: 'not all covered' },
    words: (
      <>
        <p>
          <Fact at="counts.covered" value={counts.covered} /> of{' '}
          <Fact at="counts.connections" value={counts.connections} /> connections are covered. What is missing
          is not nothing.
        </p>
        {unread.length > 0 && (
          <ul>
            {unread.slice(0, NAMED).map(({ connection, state }) => (
              <li>
                <Text value={connection} />: {ROW_MARKS[state].word}
              </li>
            ))}
            {unread.length > NAMED && <li>and others, first in the table</li>}
          </ul>
        )}
      </>
    ),
    ...original,
    again: 'The fleet as a whole is not covered.',
  };
}

const NAMED = 6;

/** Without what cannot be read, which is said of the fleet as a whole. */
function standingOfUnread({ rows }: FleetFacts): Standing {
  const unread = rows.filter(({ kind }) => kind === 'unread').map(({ connection }) => connection);
  return standingFrom(unread.length === 0 ? [] : [`nothing is shown of ${unread.join(', ')}`]);
}

function overviewView(facts: FleetFacts): PageView {
  const { counts, gaps } = facts;
  return {
    id: 'overview',
    title: 'Overview',
    question: 'Which connections need somebody, and what for?',
    standing: standingFrom(gaps),
    body: (
      <>
        <Numbers
          numbers={[
            { label: 'Connections', at: 'counts.connections', value: counts.connections },
            { label: 'Covered', at: 'counts.covered', value: counts.covered },
            { label: 'Cannot be read', at: 'counts.unread', value: counts.unread },
            { label: 'Runs missing', at: 'counts.missing', value: counts.missing, href: '#calendars' },
            {
              label: 'Critical conditions of runs',
              at: 'counts.critical',
              value: counts.critical,
              href: '#conditions',
            },
            { label: 'Checks that fail', at: 'counts.failing', value: counts.failing, href: '#findings' },
            { label: 'Nobody can tell', at: 'counts.untold', value: counts.untold, href: '#findings' },
          ].map((number) => ({ ...number, isLeast: isLeast(number.at, counts.unread) }))}
        />
        <FleetTable facts={facts} />
      </>
    ),
  };
}

/** What nothing is verified of may have some too. */
const isLeast = (at: string, unread: number) =>
  unread > 0 && ['counts.missing', 'counts.critical', 'counts.failing', 'counts.untold'].includes(at);

/** So many are drawn; the table has all. */
const DRAWN = 40;

function findingsView(facts: FleetFacts): PageView {
  const rows = readRows(facts).filter(({ newest }) => newest !== null && newest.open !== null);
  const found = rows
    .map(({ connection, newest }) => ({ label: connection, counts: { ...newest?.open } }))
    .filter(({ counts }) => Object.values(counts).some((count) => count > 0))
    .toSorted((one, other) => rankOf(other.counts) - rankOf(one.counts));
  return {
    id: 'findings',
    title: 'Findings',
    question: 'Where is how much open, by the newest snapshot of each?',
    standing: standingOfUnread(facts),
    nav: { at: 'counts.failing', value: facts.counts.failing, mark: markOf(SEVERITY_MARKS, 'high') },
    body:
      found.length === 0 ? (
        <p class="empty">No check fails in what was read.</p>
      ) : (
        <>
          <StackedBars
            id="open-findings"
            title="Open findings by connection"
            description={`Checks that fail and that nobody has accepted, by severity, of ${Math.min(found.length, DRAWN)} of ${rows.length} connections.`}
            of="Connection"
            parts={severities.map((key) => ({ key, mark: markOf(SEVERITY_MARKS, key) }))}
            rows={found.slice(0, DRAWN)}
          />
          {found.length > DRAWN && <p class="cut">The others are in the table of the overview.</p>}
        </>
      ),
  };
}

/** One of a severity weighs more than any number below it. */
const rankOf = (counts: Readonly<Record<string, number>>) =>
  severities.reduce((rank, severity) => rank * 1000 + Math.min(counts[severity] ?? 0, 999), 0);

function conditionsView(facts: FleetFacts): PageView {
  const rows = readRows(facts)
    .flatMap(({ connection, newest }) =>
      (newest?.run.conditions ?? []).map((condition) => ({ connection, ...condition })),
    )
    .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
  return {
    id: 'conditions',
    title: 'Conditions',
    question: 'What must people hear of the newest runs themselves?',
    standing: standingOfUnread(facts),
    body: (
      <Table
        name="conditions"
        caption="Open conditions of all connections"
        none="No condition of a run is open."
        rows={rows}
        columns={[
          {
            title: 'Severity',
            kind: 'text',
            value: ({ severity }) => severity,
            show: ({ severity }) => <Badge {...markOf(SEVERITY_MARKS, severity)} />,
          },
          {
            title: 'Connection',
            kind: 'text',
            value: ({ connection }) => connection,
            show: ({ connection }) => <ConnectionLink row={{ connection }} />,
          },
          { title: 'Condition', kind: 'text', value: ({ condition }) => condition.replaceAll('-', ' ') },
          { title: 'About', kind: 'text', value: ({ resource }) => resource ?? 'the run' },
          {
            title: 'What it says',
            kind: 'text',
            value: ({ summary }) => summary,
            show: ({ summary }) => <Said value={summary} />,
          },
          { title: 'Since', kind: 'instant', value: ({ since }) => since },
        ]}
      />
    ),
  };
}
