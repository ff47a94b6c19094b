/** What there is to read, of all connections: the first page of who reads in a browser. */
import type { JSX } from 'preact';
import type { Period } from '../../answers/pages/period/period-runs.ts';
import type { ShelfFacts, ShelfRun } from '../../answers/pages/shelf-facts.ts';
import { type Standing, WHOLE } from '../../answers/pages/standing.ts';
import { approvalMark } from '../page/approvals.tsx';
import { type Banner, documentOf } from '../page/document.tsx';
import { Badge, Instant, type Mark, markOf, STANDING_MARKS, STATUS_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Text, Texts } from '../page/text.tsx';
import type { PageView } from '../page/view.tsx';
import { FORM_STYLE } from './style.ts';

export interface IndexFacts {
  readonly shelves: readonly ShelfFacts[];
  /** What an auditor is limited to; null: a reviewer, who may approve. */
  readonly period: Period | null;
}

/** Returns the page as one HTML file. */
export function indexPage({ shelves, period }: IndexFacts): string {
  return documentOf({
    title: 'Evidence',
    kind: period === null ? 'Evidence to read and to approve' : 'Evidence of a period, to read',
    heading: 'Sealed evidence',
    about: period === null ? [] : aboutOf(period),
    banner: bannerOf(shelves),
    views: [overviewOf(shelves), ...shelves.map((shelf) => shelfView(shelf, period))],
    form: { style: FORM_STYLE },
  });
}

const aboutOf = ({ from, to }: Period) =>
  [
    ['From', <Instant value={from} />],
    ['To', <Instant value={to} />],
  ] as const;

/** Whether what is newest of a connection can be relied on. */
function standingOf({ problem, runs: [newest] }: ShelfFacts): Standing {
  if (problem !== null) return { kind: 'unread', why: [problem] };
  if (newest === undefined || newest.status === 'complete') return WHOLE;
  return { kind: 'partial', why: [`the newest run is ${newest.status}`, ...newest.missing] };
}

function bannerOf(shelves: readonly ShelfFacts[]): Banner {
  const kinds = shelves.map((shelf) => standingOf(shelf).kind);
  const worst =
    kinds.includes('unread') || kinds.length === 0
      ? 'unread'
      : kinds.includes('partial')
        ? 'partial'
        : 'whole';
  return {
    mark: STANDING_MARKS[worst],
    words: (
      <>
        <p>
          {worst === 'whole'
            ? 'The newest run of each connection was read whole.'
            : 'Of a connection, the newest run was not read whole, or cannot be verified, or is not there.'}{' '}
          Everything is read from verified evidence when it is asked for. Which runs are missing, the page of
          a period says.
        </p>
        <p>
          Each page and each file that is shown here is written down beside the evidence, before it is shown.
        </p>
      </>
    ),
    ...(shelves.some(isTrial)
      ? { trial: 'Some of it was read from the simulator that comes with segment-evidence.' }
      : {}),
    ...(worst === 'whole' ? {} : { again: 'Not everything here is complete.' }),
  };
}

const isTrial = ({ runs }: ShelfFacts) => runs.some(({ origin }) => origin === 'simulator');

const overviewOf = (shelves: readonly ShelfFacts[]): PageView => ({
  id: 'overview',
  title: 'Connections',
  question: 'What is there to read?',
  standing: WHOLE,
  body: (
    <Table
      name="connections"
      caption="Connections, and the newest run of each"
      none="There is no connection."
      rows={shelves}
      columns={[
        {
          title: 'Connection',
          kind: 'text',
          value: ({ connection }) => connection,
          show: ({ connection }) => <a href={`#of-${connection}`}>{connection}</a>,
        },
        { title: 'Workspace', kind: 'text', value: ({ workspace }) => workspace?.name ?? null },
        {
          title: 'Runs',
          kind: 'count',
          value: ({ problem, runs }) => (problem === null ? runs.length : null),
        },
        { title: 'Newest', kind: 'instant', value: ({ runs: [newest] }) => newest?.startedAt ?? null },
        {
          title: 'It is',
          kind: 'text',
          value: (shelf) => markOfShelf(shelf).word,
          show: (shelf) => <Badge {...markOfShelf(shelf)} />,
        },
      ]}
    />
  ),
});

const markOfShelf = ({ problem, runs: [newest] }: ShelfFacts): Mark =>
  problem !== null || newest === undefined ? STANDING_MARKS.unread : markOfRun(newest);

const markOfRun = ({ status, isExpired }: ShelfRun): Mark =>
  markOf(STATUS_MARKS, isExpired ? 'expired' : status);

function shelfView(shelf: ShelfFacts, period: Period | null): PageView {
  const { connection, runs, problem } = shelf;
  return {
    id: `of-${connection}`,
    title: connection,
    question: 'Which runs are there, how did each end, and who approved it?',
    standing: standingOf(shelf),
    body: problem === null ? <Runs connection={connection} runs={runs} period={period} /> : null,
  };
}

interface RunsProps {
  readonly connection: string;
  readonly runs: readonly ShelfRun[];
  readonly period: Period | null;
}

export const addressOf = (connection: string, { chain, seq }: Pick<ShelfRun, 'chain' | 'seq'>): string =>
  `/snapshots/${connection}/${chain}/${seq}`;

const Runs = ({ connection, runs, period }: RunsProps): JSX.Element => (
  <>
    <PeriodForm connection={connection} runs={runs} period={period} />
    <Table
      name={`runs-of-${connection}`}
      caption={`Runs of ${connection}, the newest first`}
      rows={runs}
      columns={[
        {
          title: 'Read',
          kind: 'instant',
          value: ({ startedAt }) => startedAt,
          show: (run) => (
            <a href={addressOf(connection, run)}>
              <Instant value={run.startedAt} />
            </a>
          ),
        },
        { title: 'Chain', kind: 'count', value: ({ chain }) => chain },
        { title: 'Record', kind: 'count', value: ({ seq }) => seq },
        {
          title: 'Run is',
          kind: 'text',
          value: (run) => markOfRun(run).word,
          show: (run) => <Badge {...markOfRun(run)} />,
        },
        {
          title: 'Missing',
          kind: 'list',
          value: ({ missing }) => missing,
          show: ({ missing }) => <Texts values={missing} />,
        },
        {
          title: 'Approval',
          kind: 'text',
          value: ({ approvals }) => approvalMark(approvals).word,
          show: (run) => <Approved run={run} />,
        },
        {
          title: 'Go to',
          kind: 'text',
          value: () => '',
          show: (run) => <Links connection={connection} run={run} isAuditor={period !== null} />,
        },
      ]}
    />
  </>
);

const Approved = ({ run: { approvals } }: { readonly run: ShelfRun }): JSX.Element => (
  <>
    <Badge {...approvalMark(approvals)} />{' '}
    {approvals.length > 0 && <Text value={approvals.map(({ name }) => name).join(', ')} />}
  </>
);

interface LinksProps {
  readonly connection: string;
  readonly run: ShelfRun;
  readonly isAuditor: boolean;
}

const Links = ({ connection, run, isAuditor }: LinksProps): JSX.Element => (
  <>
    <a href={addressOf(connection, run)}>page</a>, <a href={`${addressOf(connection, run)}/files`}>files</a>
    {!isAuditor && !run.isExpired && (
      <>
        , <a href={`${addressOf(connection, run)}/approve`}>approve</a>
      </>
    )}
  </>
);

/** Within what an auditor is limited to, or from the first run to the last. */
function PeriodForm({ connection, runs, period }: RunsProps): JSX.Element {
  const [first, last] = [runs.at(-1)?.startedAt ?? '', runs[0]?.startedAt ?? ''];
  const { from, to } = period ?? { from: first, to: last };
  const day = (instant: string) => instant.slice(0, 10);
  return (
    <form class="ask" method="get" action={`/periods/${connection}`}>
      <label>
        From, in UTC
        <input type="date" name="from" value={day(from)} required />
      </label>
      <label>
        To
        <input type="date" name="to" value={day(to)} required />
      </label>
      <button type="submit">Page of the period</button>
    </form>
  );
}
