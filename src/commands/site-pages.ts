/**
 * The pages of a site for many connections, made from verified evidence alone: of one connection after the other, and of each run
 * by run. What writes them into a folder takes all of them by `sitePages`; what serves them asks for each by its name by
 * `sitePage`, and gets the same bytes. Names are those of site-names.ts.
 */
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { periodFacts } from '../answers/pages/period/period-facts.ts';
import type { Period } from '../answers/pages/period/period-runs.ts';
import { connectionFacts } from '../answers/pages/site/connection-facts.ts';
import {
  type FleetFacts,
  type FleetRow,
  fleetFacts,
  readRow,
  type UnreadRow,
} from '../answers/pages/site/fleet-facts.ts';
import {
  CONNECTION_PAGE,
  FLEET_PAGE,
  isConnectionName,
  isPageOfConnection,
  PERIOD_PAGE,
  sitePageOf,
  snapshotPageOf,
} from '../answers/pages/site/site-names.ts';
import { snapshotFacts } from '../answers/pages/snapshot-facts.ts';
import { nameOf, type SnapshotName } from '../answers/population.ts';
import { EvidenceError, EXIT, InterruptedError, UnverifiedError } from '../errors.ts';
import { periodDocument } from '../report/period/page.tsx';
import { connectionPage } from '../report/site/connection-page.tsx';
import { fleetPage } from '../report/site/fleet-page.tsx';
import { unreadPage } from '../report/site/unread-page.tsx';
import { snapshotPage } from '../report/snapshot/page.tsx';
import { keyIdOf } from '../seal/dsse.ts';
import type { History } from '../verify/read-history.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { historyAt } from './history-of.ts';
import { stepsOf, stepsOfUnread } from './next-steps.ts';
import { periodEvidence } from './period-evidence.ts';

export interface SiteAsked {
  /** Whose evidence is shown, and where it is; each in a folder of its own in the site. */
  readonly places: readonly EvidencePlace[];
  /** An instant; absent: 90 days ago, or of a younger connection its first run. */
  readonly from?: string;
  /** An instant that is not to come; absent: now. */
  readonly to?: string;
  readonly now: Date;
}

export type SitePage = { readonly name: string; readonly html: string } & (
  | { readonly kind: 'fleet'; readonly period: Period }
  | { readonly kind: 'connection'; readonly connection: string; readonly period: Period }
  | { readonly kind: 'period'; readonly connection: string; readonly period: Period }
  | { readonly kind: 'snapshot'; readonly connection: string; readonly snapshot: SnapshotName }
);

const DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Yields every page, those of one connection at a time and the fleet last, and returns what the fleet says. A connection that
 * cannot be read or verified is among them by name, and hides no other.
 */
export async function* sitePages(asked: SiteAsked): AsyncGenerator<SitePage, FleetFacts> {
  const rows: FleetRow[] = [];
  for (const place of asked.places) {
    const { row, pages } = await siteOf(place, asked);
    rows.push(row);
    yield* pages;
  }
  const fleet = fleetFacts(rows, periodOf(asked));
  yield { kind: 'fleet', name: FLEET_PAGE, html: fleetPage(fleet), period: fleet.period };
  return fleet;
}

/** Returns one page by its name; undefined: the site has none of that name. Only what it rests on is read. */
export async function sitePage(asked: SiteAsked, name: string): Promise<SitePage | undefined> {
  if (name !== FLEET_PAGE) {
    const [, folder, page = ''] = /^([^/]+)\/([^/]+\.html)$/.exec(name) ?? [];
    const place = asked.places.find(({ connection }) => connection === folder);
    if (place === undefined || !isPageOfConnection(page)) return undefined;
    return (await siteOf(place, asked)).pages.find((each) => each.name === name);
  }
  let last: SitePage | undefined;
  for await (const page of sitePages(asked)) last = page;
  return last;
}

interface ConnectionSite {
  readonly row: FleetRow;
  readonly pages: readonly SitePage[];
}

async function siteOf(place: EvidencePlace, asked: SiteAsked): Promise<ConnectionSite> {
  const { connection } = place;
  if (!isConnectionName(connection)) return { row: namelessRow(connection), pages: [] };
  try {
    if ((await place.keys()).length === 0) return unreadSite(keylessRow(connection), asked);
    return await readSite(place, await historyAt(place, asked), asked);
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return unreadSite(unreadRow(connection, error), asked);
  }
}

/** Its page stands in the place of both: an older one of the period must not be beside it as if it still held. */
function unreadSite(row: UnreadRow, asked: SiteAsked): ConnectionSite {
  const { connection } = row;
  const page = { connection, period: periodOf(asked), html: unreadPage(row, periodOf(asked)) };
  return {
    row,
    pages: [
      { kind: 'connection', name: sitePageOf(connection, CONNECTION_PAGE), ...page },
      { kind: 'period', name: sitePageOf(connection, PERIOD_PAGE), ...page },
    ],
  };
}

function unreadRow(connection: string, error: EvidenceError): UnreadRow {
  const { exitCode, hint, message } = error;
  const isEmpty = error.code === 'NO_EVIDENCE';
  const isFound = exitCode === EXIT.verificationFailed;
  const problems = error instanceof UnverifiedError ? error.problems : [];
  return {
    kind: 'unread',
    state: isEmpty ? 'empty' : isFound ? 'unverified' : 'unread',
    connection,
    exitCode,
    // Of a single one the message says where it is too.
    problems: problems.length > 1 ? problems : [message],
    steps: stepsOfUnread(connection, exitCode, { hint, isEmpty }),
    isNameless: false,
  };
}

const keylessRow = (connection: string): UnreadRow => ({
  kind: 'unread',
  state: 'unread',
  connection,
  exitCode: EXIT.cannotJudge,
  problems: ['no public key is given to check it with'],
  steps: [`Hand in the public key that signs for it: --key ${connection}=FILE.`],
  isNameless: false,
});

/** What lies in a folder of a store and is called as no connection can be: it gets a row, and no page. */
const namelessRow = (connection: string): UnreadRow => ({
  kind: 'unread',
  state: 'unread',
  connection,
  exitCode: EXIT.cannotJudge,
  problems: ['expected the name of a connection, got what none can have'],
  steps: ['Find out who put it into the store.'],
  isNameless: true,
});

/** All of a connection before any of it: bytes that are not what was signed are found only when they are read. */
async function readSite(place: EvidencePlace, history: History, asked: SiteAsked): Promise<ConnectionSite> {
  const { connection } = place;
  const period = periodOf(asked, history);
  const evidence = await periodEvidence(place, { ...period, now: asked.now }, history);
  const facts = await connectionFacts(evidence, period, stepsOf);
  const run = history.runs.find(
    (each) => each.manifest.snapshotPath === facts.newest?.run.snapshot.snapshotPath,
  );
  const keyIds = (await place.keys()).map(keyIdOf);
  const pages: SitePage[] = [
    {
      kind: 'connection',
      name: sitePageOf(connection, CONNECTION_PAGE),
      connection,
      period,
      html: connectionPage(facts),
    },
    {
      kind: 'period',
      name: sitePageOf(connection, PERIOD_PAGE),
      connection,
      period,
      html: periodDocument(await periodFacts(evidence, period)),
    },
  ];
  if (run !== undefined)
    pages.push({
      kind: 'snapshot',
      name: sitePageOf(connection, snapshotPageOf(run.manifest.snapshotPath)),
      connection,
      snapshot: nameOf(run),
      html: snapshotPage(await snapshotFacts(history, run, keyIds, evidence)),
    });
  return { row: readRow(facts), pages };
}

/** Nobody looked before there was anything to look at: a connection that is younger than the period begins with its first run. */
function periodOf({ from, to, now }: SiteAsked, history?: History): Period {
  const end = to ?? now.toISOString();
  if (from !== undefined) return { from, to: end };
  const day = new Date(Date.parse(end) - DAYS * DAY_MS).toISOString().slice(0, 10);
  const start = `${day}T00:00:00.000Z`;
  const [first] = inOrderOfTime((history?.runs ?? []).filter(({ isAhead }) => !isAhead));
  const beganMs = Date.parse(first?.manifest.run.slot ?? first?.manifest.run.startedAt ?? start);
  const began = new Date(Math.min(beganMs, Date.parse(end))).toISOString();
  return { from: began > start ? began : start, to: end };
}
