/** `report [SNAPSHOT]`: the page of a snapshot or of a period, or a site, anew, from verified evidence alone. Nothing is asked of Segment, and nothing is sealed. */
import { standingOf } from '../answers/answer.ts';
import { readApprovals } from '../answers/approvals/stored.ts';
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { findRun } from '../answers/changes/which-runs.ts';
import { findManual } from '../answers/manual/found.ts';
import { type SnapshotFacts, snapshotFacts } from '../answers/pages/snapshot-facts.ts';
import { nameOf } from '../answers/population.ts';
import { EXIT, UsageError } from '../errors.ts';
import { snapshotPage } from '../report/snapshot/page.tsx';
import { keyIdOf } from '../seal/dsse.ts';
import { pageFile } from '../store/layout.ts';
import type { Run } from '../verify/read-history.ts';
import { nothing } from '../verify/signed-records.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type Surveyor } from './evidence-places.ts';
import { historyAt } from './history-of.ts';
import { assertNothingKept, type PeriodPageFlags, reportPeriod } from './report-period.ts';
import { reportSite } from './report-site.ts';
import { type WrittenPage, writePage } from './write-page.ts';

/** A site, a period, or else a snapshot. `out`: a folder; default: the present one. */
export interface ReportFlags extends PeriodPageFlags {
  /** The pages of all connections, over a period that has a default. */
  readonly site?: boolean;
}

/**
 * Writes a site where one is asked for, the page of a period where one is named, else of a snapshot, by default the newest. Exit 4: it is not complete;
 * 7: nothing is there.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function reportCommand(
  snapshot: string | undefined,
  flags: ReportFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  if (flags.site === true) return reportSiteAlone(snapshot, flags, surveyor);
  if (flags.from === undefined && flags.to === undefined) return reportSnapshot(snapshot, flags, surveyor);
  if (snapshot === undefined) return reportPeriod(flags, surveyor);
  throw new UsageError({
    message: `report: ${snapshot}: expected a snapshot or a period, got both`,
    hint: 'Leave out --from and --to, or the snapshot.',
  });
}

async function reportSiteAlone(
  snapshot: string | undefined,
  flags: ReportFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const kept = (['receipt', 'stamp', 'tsa'] as const).find((option) => flags[option] !== undefined);
  if (kept !== undefined)
    throw new UsageError({
      message: `report: --${kept}: expected the page of a period, got --site`,
      hint: 'Ask for the page of the period: --from and --to without --site.',
    });
  if (snapshot === undefined) return reportSite(flags, surveyor);
  throw new UsageError({
    message: `report: ${snapshot}: expected --site or a snapshot, got both`,
    hint: 'Leave out the snapshot. To choose a connection: --connection NAME.',
  });
}

async function reportSnapshot(
  snapshot: string | undefined,
  { out = '.', ...flags }: ReportFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  assertNothingKept(flags);
  const place = await evidencePlace('report', flags, flags.connection, surveyor);
  const history = await historyAt(place, surveyor);
  const ordered = inOrderOfTime(history.runs);
  const run = snapshot === undefined ? ordered.at(-1) : findRun(ordered, snapshot, 'report');
  if (run === undefined) throw nothing(`report: ${place.connection}: expected a snapshot, got none`);
  const keyIds = (await place.keys()).map(keyIdOf);
  const beside = {
    approvals: await readApprovals(place.store, history, surveyor.now),
    manual: await findManual(place.store, place.connection),
  };
  const facts = await snapshotFacts(history, run, keyIds, beside);
  const page = await writePage(out, pageFile(run.manifest.snapshotPath), snapshotPage(facts), surveyor.cwd);
  return outputOf(run, facts, page);
}

function outputOf(run: Run, facts: SnapshotFacts, page: WrittenPage): CommandOutput {
  const { connection, status, snapshot, gaps, isExpired } = facts.run;
  const missing = [
    ...gaps.map(({ resource, ended }) => `${resource}: ${ended}`),
    ...(isExpired ? ['its files are gone, since their retention has ended'] : []),
  ];
  const standing = standingOf(
    `the page of ${connection} as of ${snapshot.startedAt}, record ${snapshot.seq} of chain ${snapshot.chain}`,
    missing,
  );
  return {
    exitCode: missing.length === 0 ? EXIT.done : EXIT.incomplete,
    text: `${standing}\n\n${page.file}\nsha256:${page.sha256}`,
    json: {
      schema: 'segment-evidence/report/v1',
      standing,
      connection,
      gaps: missing,
      status,
      pages: [{ kind: 'snapshot', ...page, snapshot: nameOf(run) }],
    },
  };
}
