/** What `export` says of what it wrote. */
import { EXIT } from '../errors.ts';
import type { ExportStanding } from '../report/export/export-standing.ts';
import type { ExportedRun } from '../report/export/exported-run.ts';
import type { CommandOutput } from './command.ts';

export const EXPORT_SCHEMA = 'segment-evidence/export/v1';

export interface WrittenExport {
  readonly head: Readonly<Record<string, unknown>>;
  readonly runs: readonly ExportedRun[];
  readonly standing: ExportStanding;
  readonly out: string;
  readonly sha256: string;
  /** What a person has to know besides, a line each. */
  readonly lines?: readonly string[];
}

export const exitOf = ({ gaps }: Pick<ExportStanding, 'gaps'>) =>
  gaps.length === 0 ? EXIT.done : EXIT.incomplete;

/** Returns what is in a file that was written. */
export function writtenOutput(written: WrittenExport): CommandOutput {
  const { head, runs, standing: found, out, sha256, lines = [] } = written;
  const { standing, gaps, checks } = found;
  const snapshots = runs.map(({ manifest, manifestSha256 }, index) => ({
    chain: manifest.chain.number,
    seq: manifest.chain.seq,
    snapshotPath: manifest.snapshotPath,
    manifestSha256,
    status: manifest.status,
    checks: checks[index] ?? null,
  }));
  return {
    exitCode: exitOf(found),
    json: { schema: EXPORT_SCHEMA, standing, ...head, gaps, snapshots, out, sha256 },
    text: [standing, '', out, `sha256:${sha256}`, ...lines].join('\n'),
  };
}
