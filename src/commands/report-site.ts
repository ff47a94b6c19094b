/** `report --site`: a folder of pages for many connections, from verified evidence alone. It opens from the disk. */
import { dirname, join } from 'node:path';
import { standingOf } from '../answers/answer.ts';
import type { FleetFacts, FleetRow } from '../answers/pages/site/fleet-facts.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { ROW_MARKS } from '../report/site/row-marks.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlaces, type Surveyor } from './evidence-places.ts';
import { assertPeriod, readPast } from './given-files.ts';
import type { PeriodPageFlags } from './report-period.ts';
import { type SiteAsked, type SitePage, sitePages } from './site-pages.ts';
import { writePage } from './write-page.ts';

/**
 * Writes the pages of all connections, or of the one that is named. Exit 4: one of them is not covered, or cannot be read or
 * verified; where none can, as `verify` ends.
 * @throws UsageError; UnverifiedError NO_EVIDENCE where there is no connection; StoreError
 */
export async function reportSite(
  { out, ...flags }: PeriodPageFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  if (out === undefined)
    throw new UsageError({
      message: 'report: --site: expected --out with a folder for its pages, got none',
      hint: 'Name a folder: --out site.',
    });
  const asked = await siteAsked(flags, surveyor);
  const written: Record<string, unknown>[] = [];
  const pages = sitePages(asked);
  for (;;) {
    const { value, done } = await pages.next();
    if (done === true) return outputOf(value, written, join(out, 'index.html'));
    written.push(await write(value, out, surveyor.cwd));
  }
}

/** Returns what a site is asked for: of which connections, and of which time. @throws UsageError; UnverifiedError */
export async function siteAsked(
  { from, to, ...flags }: Omit<PeriodPageFlags, 'out'>,
  surveyor: Surveyor,
): Promise<SiteAsked> {
  const { now } = surveyor;
  const period = {
    ...(from === undefined ? {} : { from: readPast('report', '--from', from, { edge: 'start', now }) }),
    ...(to === undefined ? {} : { to: readPast('report', '--to', to, { edge: 'end', now }) }),
  };
  assertPeriod('report', period.from, period.to, now);
  const names = flags.connection === undefined ? [] : [flags.connection];
  return { places: await evidencePlaces('report', flags, names, surveyor), ...period, now };
}

async function write({ html, name, ...about }: SitePage, out: string, cwd: string) {
  const folder = join(out, dirname(name));
  const page = await writePage(folder, name.slice(name.lastIndexOf('/') + 1), html, cwd);
  return { ...about, ...page };
}

function outputOf(fleet: FleetFacts, pages: readonly object[], file: string): CommandOutput {
  const { counts, gaps, period, rows } = fleet;
  const open = rows.filter(({ state }) => state !== 'covered');
  const words = `the pages of ${counts.connections} ${counts.connections === 1 ? 'connection' : 'connections'} up to ${period.to}`;
  const missing = `${open.length} of ${counts.connections} connections are not covered`;
  const standing = standingOf(words, open.length === 0 ? [] : [missing]);
  return {
    exitCode: exitOf(fleet),
    text: [standing, ...openText(open), '', file, `${pages.length} pages`].join('\n'),
    json: {
      schema: 'segment-evidence/report/v1',
      standing,
      gaps,
      connections: rows.map((row) => ({
        connection: row.connection,
        standing: row.state,
        ...(row.kind === 'unread' ? { problems: row.problems } : {}),
      })),
      pages,
    },
  };
}

/** So many are named on a screen; the first page has all. */
const MOST_NAMED = 20;

function openText(rows: readonly FleetRow[]): readonly string[] {
  const more = rows.length - MOST_NAMED;
  return [
    ...rows.slice(0, MOST_NAMED).map((row) => {
      const [why = 'not covered'] = row.kind === 'read' ? row.gaps : row.problems;
      return printable(`  ${row.connection}: ${ROW_MARKS[row.state].word}: ${why}`);
    }),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** Of several that cannot be judged: what was found weighs more than what could not be looked at. */
const WORST_FIRST: readonly ExitCode[] = [EXIT.verificationFailed, EXIT.storeFailed, EXIT.cannotJudge];

function exitOf({ gaps, rows }: FleetFacts): ExitCode {
  if (gaps.length === 0) return EXIT.done;
  const codes = rows.flatMap((row) => (row.kind === 'unread' ? row.exitCode : []));
  if (codes.length < rows.length) return EXIT.incomplete;
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.incomplete;
}
