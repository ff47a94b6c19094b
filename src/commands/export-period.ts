/** Which runs of which period an export is of, and what of the period is missing. */
import { EXIT, UnverifiedError, UsageError } from '../errors.ts';
import type { ExportPeriod } from '../export/scope.ts';
import type { ExportedRun } from '../report/export/exported-run.ts';
import { snapshotPrefix } from '../store/layout.ts';
import type { Run } from '../verify/read-history.ts';
import { assertPeriod, readPast } from './given-files.ts';

export interface AskedExport {
  readonly connection?: string;
  /** A day in UTC or an instant. */
  readonly from?: string;
  readonly to?: string;
}

/** Returns the ends of a period that were named. @throws UsageError */
export function periodOf(
  { from, to }: AskedExport,
  now: Date,
): { from?: string | undefined; to?: string | undefined } {
  const start = from === undefined ? undefined : readPast('export', '--from', from, { edge: 'start', now });
  const end = to === undefined ? undefined : readPast('export', '--to', to, { edge: 'end', now });
  assertPeriod('export', start, end, now);
  return { from: start, to: end };
}

/** Returns the connection that was named, once. @throws UsageError */
export function connectionOf(name: string | undefined, { connection }: AskedExport): string | undefined {
  if (name === undefined || connection === undefined || name === connection) return name ?? connection;
  throw new UsageError({
    message: `export: --connection ${connection}: expected one connection, got ${name} too`,
    hint: 'Name it once.',
  });
}

/** Returns a run as exports have it. */
export function exportedRun(run: Run): ExportedRun {
  const { manifest, manifestSha256, isExpired } = run;
  const folder = snapshotPrefix(manifest.connection, manifest.snapshotPath);
  return { manifest, manifestSha256, isExpired, folder, checkResults: () => run.checkResults() };
}

export function noRun(connection: string, { from, to }: ExportPeriod): UnverifiedError {
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `export: ${connection}: expected a run from ${from} to ${to}, got none`,
    hint: 'Run segment-evidence status to see which runs there are.',
    exitCode: EXIT.cannotJudge,
  });
}
