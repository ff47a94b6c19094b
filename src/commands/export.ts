/** `export`: a period as one file to take away, or what checks answered as documents that other programs take. */
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { assertAttached, listManual } from '../answers/manual/stored.ts';
import { UsageError } from '../errors.ts';
import { isOfPeriod } from '../export/scope.ts';
import { toCsv } from '../report/export/csv.ts';
import { exportStanding } from '../report/export/export-standing.ts';
import type { ExportedRun } from '../report/export/exported-run.ts';
import { toOcsf } from '../report/export/ocsf.ts';
import { type OscalVersion, toOscal } from '../report/export/oscal.ts';
import { toXlsx } from '../report/export/xlsx.ts';
import { manualPrefix } from '../store/layout.ts';
import type { History, Run } from '../verify/read-history.ts';
import { writeOut } from './answer-output.ts';
import { calendarsOf } from './calendar.ts';
import { gapsOf } from './calendar-answer.ts';
import type { CommandOutput } from './command.ts';
import { type EvidencePlace, evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { exportBag } from './export-bag.ts';
import type { ExportFormat } from './export-formats.ts';
import type { WithNewBytes } from './export-keys.ts';
import { EXPORT_SCHEMA, exitOf, writtenOutput } from './export-output.ts';
import { type AskedExport, connectionOf, exportedRun, noRun, periodOf } from './export-period.ts';
import type { PseudonymFlags } from './export-pseudonymised.ts';
import { periodTables, type TablesOf } from './export-tables.ts';
import { historyAt } from './history-of.ts';

export interface ExportFlags extends PlaceFlags, AskedExport, PseudonymFlags {
  readonly format?: ExportFormat;
  readonly oscalVersion: OscalVersion;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * Returns the runs of a period, or the newest, in one file. Exit 4: something is missing in it; 7: there is no run.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function exportCommand(
  name: string | undefined,
  flags: ExportFlags,
  surveyor: Surveyor & WithNewBytes,
): Promise<CommandOutput> {
  const format = flags.format ?? 'bag';
  assertPrintable(format, flags);
  assertPseudonymised(format, flags);
  const period = periodOf(flags, surveyor.now);
  const place = await evidencePlace('export', flags, connectionOf(name, flags), surveyor);
  const history = await historyAt(place, surveyor);
  const isOwn = flags.store === undefined;
  const { out, pseudonymise, crosswalk } = flags;
  if (format === 'bag')
    return exportBag({ place, history, period, out, isOwn, surveyor, pseudonymise, crosswalk });
  return exportDocument({ place, history, period, format }, flags, surveyor);
}

interface DocumentOf {
  readonly place: EvidencePlace;
  readonly history: History;
  readonly period: ReturnType<typeof periodOf>;
  readonly format: Exclude<ExportFormat, 'bag'>;
}

async function exportDocument(
  { place, history, period: { from, to }, format }: DocumentOf,
  flags: ExportFlags,
  { now, cwd }: Surveyor,
): Promise<CommandOutput> {
  const all = inOrderOfTime(history.runs);
  const asked = { from: from ?? startOf(all[0]), to: to ?? now.toISOString() };
  const isPeriod = from !== undefined || to !== undefined;
  const chosen = isPeriod ? all.filter((run) => isOfPeriod(run, asked)) : all.slice(-1);
  if (chosen.length === 0) throw noRun(place.connection, asked);
  const runs = chosen.map(exportedRun);
  const calendars = isPeriod ? await calendarsOf({ places: [place], ...asked, now }) : [];
  const standing = await exportStanding(runs, isPeriod ? calendars.flatMap(gapsOf) : newestGaps(runs));
  const document = await documentOf(place, format, flags, {
    history,
    period: asked,
    runs,
    standing,
    calendars,
  });
  if (flags.out === undefined) {
    const json = { schema: EXPORT_SCHEMA };
    // With --json a file is named.
    const streamed = { json: document as () => AsyncIterable<string>, text: document };
    return { exitCode: exitOf(standing), json, text: '', streamed };
  }
  const sha256 = await writeOut('export', flags.out, document(), cwd);
  const head = { connection: place.connection, format, ...(isPeriod ? asked : {}) };
  return writtenOutput({ head, runs, standing, out: flags.out, sha256 });
}

/** What is printed is the document itself; a file is named for what is not for a screen. */
function assertPrintable(format: ExportFormat, { json, out }: ExportFlags): void {
  if (format === 'bag' || out !== undefined || json !== true) return;
  throw new UsageError({
    message: 'export: --json: expected --out with it, got none',
    hint: 'Name a file for the export: --json then says what is in it. Without --json it is printed.',
  });
}

/** Nothing is handed on that was meant to be without people and is not. */
function assertPseudonymised(format: ExportFormat, { pseudonymise, crosswalk }: ExportFlags): void {
  if (pseudonymise === true && format !== 'bag')
    throw new UsageError({
      message: `export: --pseudonymise: expected a bag, got --format ${format}`,
      hint: 'Export the bag without people, and ask it for the other format: --store EXPORT.zip.',
    });
  if (pseudonymise !== true && crosswalk !== undefined)
    throw new UsageError({
      message: 'export: --crosswalk: expected --pseudonymise with it, got none',
      hint: 'Without pseudonyms there is nobody behind them.',
    });
}

const startOf = (run: Run | undefined): string => run?.manifest.run.startedAt ?? '';

async function documentOf(
  place: EvidencePlace,
  format: DocumentOf['format'],
  { oscalVersion }: ExportFlags,
  of: TablesOf,
): Promise<() => AsyncIterable<string | Uint8Array>> {
  const { runs, standing } = of;
  const made = { runs, ...standing, version: oscalVersion };
  if (format === 'oscal') {
    const manual = await attachedTo(place);
    return () => toOscal({ ...made, manual });
  }
  if (format === 'ocsf') return () => toOcsf(made);
  const tables = await periodTables(of);
  return () => (format === 'csv' ? toCsv(tables) : toXlsx(tables));
}

/** What was attached by hand, each file held against its digest. @throws UnverifiedError NOT_VERIFIED; StoreError */
async function attachedTo({ store, connection }: EvidencePlace) {
  const attached = await listManual(store, connection);
  for (const record of attached) await assertAttached(store, record);
  return { attached, folder: manualPrefix(connection) };
}

const newestGaps = (runs: readonly ExportedRun[]): readonly string[] =>
  runs
    .filter(({ manifest }) => manifest.status !== 'complete')
    .map(({ manifest }) => `the newest run, of ${manifest.run.startedAt}, is ${manifest.status}`);
