/** `export`: what checks answered in verified runs, as documents that other programs take. */
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { EXIT, UnverifiedError, UsageError } from '../errors.ts';
import { type ExportStanding, exportStanding } from '../report/export/export-standing.ts';
import type { ExportedRun } from '../report/export/exported-run.ts';
import { toOcsf } from '../report/export/ocsf.ts';
import { type OscalVersion, toOscal } from '../report/export/oscal.ts';
import { snapshotPrefix } from '../store/layout.ts';
import type { Run } from '../verify/read-history.ts';
import { writeOut } from './answer-output.ts';
import { calendarsOf } from './calendar.ts';
import { gapsOf } from './calendar-answer.ts';
import type { CommandOutput } from './command.ts';
import { type EvidencePlace, evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import type { ExportFormat } from './export-formats.ts';
import { assertPeriod, readPast } from './given-files.ts';
import { historyAt } from './history-of.ts';

export interface ExportFlags extends PlaceFlags {
  readonly connection?: string;
  /** A day in UTC or an instant. */
  readonly from?: string;
  readonly to?: string;
  readonly format?: ExportFormat;
  readonly oscalVersion: OscalVersion;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * Returns the runs of a period, or the newest, as one document. Exit 4: something is missing in it; 7: there is no run.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function exportCommand(
  name: string | undefined,
  flags: ExportFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const format = formatOf(flags);
  const { from, to } = periodOf(flags, surveyor.now);
  const place = await evidencePlace('export', flags, connectionOf(name, flags), surveyor);
  const all = inOrderOfTime((await historyAt(place, surveyor)).runs);
  const asked = { from: from ?? startOf(all[0]), to: to ?? surveyor.now.toISOString() };
  const isPeriod = from !== undefined || to !== undefined;
  const chosen = isPeriod ? all.filter((run) => isWithin(run, asked)) : all.slice(-1);
  if (chosen.length === 0) throw noRun(place.connection, asked);
  const runs = chosen.map(exportedRun);
  const gaps = isPeriod ? await periodGaps(place, asked, surveyor.now) : newestGaps(runs);
  const standing = await exportStanding(runs, gaps);
  const made = { runs, ...standing, version: flags.oscalVersion };
  const document = () => (format === 'oscal' ? toOscal(made) : toOcsf(made));
  const head = { connection: place.connection, format, ...(isPeriod ? asked : {}) };
  return outputOf({ head, runs, standing, document }, flags, surveyor.cwd);
}

/** What the contract names and this version has not, is said so; anything else is no format. */
function formatOf({ format, json, out }: ExportFlags): 'oscal' | 'ocsf' {
  if (format !== 'oscal' && format !== 'ocsf')
    throw new UsageError({
      message: `export: --format: expected oscal or ocsf, got ${format ?? 'none'}`,
      hint:
        format === undefined
          ? 'Name one: --format oscal.'
          : 'This version has no packages and no tables of checks: it exports oscal and ocsf only.',
    });
  if (json === true && out === undefined)
    throw new UsageError({
      message: 'export: --json: expected --out with it, got none',
      hint: 'Name a file for the export: --json then says what is in it. Without --json it is printed.',
    });
  return format;
}

function periodOf(
  { from, to }: ExportFlags,
  now: Date,
): { from?: string | undefined; to?: string | undefined } {
  const start = from === undefined ? undefined : readPast('export', '--from', from, { edge: 'start', now });
  const end = to === undefined ? undefined : readPast('export', '--to', to, { edge: 'end', now });
  assertPeriod('export', start, end, now);
  return { from: start, to: end };
}

function connectionOf(name: string | undefined, { connection }: ExportFlags): string | undefined {
  if (name === undefined || connection === undefined || name === connection) return name ?? connection;
  throw new UsageError({
    message: `export: --connection ${connection}: expected one connection, got ${name} too`,
    hint: 'Name it once.',
  });
}

const startOf = (run: Run | undefined): string => run?.manifest.run.startedAt ?? '';

/** Of the slot that it fills, or of when it ran. */
function isWithin({ manifest: { run } }: Run, { from, to }: { from: string; to: string }): boolean {
  const at = Date.parse(run.slot ?? run.startedAt);
  return at >= Date.parse(from) && at <= Date.parse(to);
}

function exportedRun(run: Run): ExportedRun {
  const { manifest, manifestSha256, isExpired } = run;
  const folder = snapshotPrefix(manifest.connection, manifest.snapshotPath);
  return { manifest, manifestSha256, isExpired, folder, checkResults: () => run.checkResults() };
}

/** As `status` has them for the same period. */
async function periodGaps(
  place: EvidencePlace,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<readonly string[]> {
  return (await calendarsOf({ places: [place], from, to, now })).flatMap(gapsOf);
}

const newestGaps = (runs: readonly ExportedRun[]): readonly string[] =>
  runs
    .filter(({ manifest }) => manifest.status !== 'complete')
    .map(({ manifest }) => `the newest run, of ${manifest.run.startedAt}, is ${manifest.status}`);

function noRun(connection: string, { from, to }: { from: string; to: string }): UnverifiedError {
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `export: ${connection}: expected a run from ${from} to ${to}, got none`,
    hint: 'Run segment-evidence status to see which runs there are.',
    exitCode: EXIT.cannotJudge,
  });
}

interface Exported {
  readonly head: Readonly<Record<string, unknown>>;
  readonly runs: readonly ExportedRun[];
  readonly standing: ExportStanding;
  readonly document: () => AsyncIterable<string>;
}

async function outputOf(
  { head, runs, standing: { standing, gaps, checks }, document }: Exported,
  { out }: ExportFlags,
  cwd: string,
): Promise<CommandOutput> {
  const exitCode = gaps.length === 0 ? EXIT.done : EXIT.incomplete;
  const schema = 'segment-evidence/export/v1';
  if (out === undefined)
    return { exitCode, json: { schema }, text: '', streamed: { json: document, text: document } };
  const sha256 = await writeOut('export', out, document(), cwd);
  const snapshots = runs.map(({ manifest, manifestSha256 }, index) => ({
    chain: manifest.chain.number,
    seq: manifest.chain.seq,
    snapshotPath: manifest.snapshotPath,
    manifestSha256,
    status: manifest.status,
    checks: checks[index] ?? null,
  }));
  return {
    exitCode,
    json: { schema, standing, ...head, gaps, snapshots, out, sha256 },
    text: `${standing}\n\n${out}\nsha256:${sha256}`,
  };
}
