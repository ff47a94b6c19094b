/** `report [SNAPSHOT]`: the page of a snapshot anew, from verified evidence alone. Nothing is asked of Segment, and nothing is sealed. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { standingOf } from '../answers/answer.ts';
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { findRun } from '../answers/changes/which-runs.ts';
import { type SnapshotFacts, snapshotFacts } from '../answers/pages/snapshot-facts.ts';
import { nameOf } from '../answers/population.ts';
import { EXIT, StoreError } from '../errors.ts';
import { snapshotPage } from '../report/snapshot/page.tsx';
import { keyIdOf } from '../seal/dsse.ts';
import { pageFile } from '../store/layout.ts';
import type { Run } from '../verify/read-history.ts';
import { nothing } from '../verify/signed-records.ts';
import { writeOut } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { historyAt } from './history-of.ts';

export interface ReportFlags extends PlaceFlags {
  readonly connection?: string;
  /** A folder; default: the present one. */
  readonly out?: string;
}

/**
 * Writes the page of a snapshot, by default the newest. Exit 4: the snapshot is not complete; 7: nothing is there.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function reportCommand(
  snapshot: string | undefined,
  { out = '.', ...flags }: ReportFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  const place = await evidencePlace('report', flags, flags.connection, surveyor);
  const history = await historyAt(place, surveyor);
  const ordered = inOrderOfTime(history.runs);
  const run = snapshot === undefined ? ordered.at(-1) : findRun(ordered, snapshot, 'report');
  if (run === undefined) throw nothing(`report: ${place.connection}: expected a snapshot, got none`);
  const keyIds = (await place.keys()).map(keyIdOf);
  const facts = await snapshotFacts(history, run, keyIds);
  const file = join(out, pageFile(run.manifest.snapshotPath));
  await makeFolder(resolve(surveyor.cwd, out));
  const html = snapshotPage(facts);
  const sha256 = await writeOut('report', file, chunksOf(html), surveyor.cwd);
  return outputOf({ run, facts, file, sha256, bytes: Buffer.byteLength(html) });
}

async function* chunksOf(text: string): AsyncGenerator<string> {
  yield text;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new StoreError({
      code: 'WRITE_FAILED',
      key: folder,
      message: `report: --out ${folder}: expected a folder to write in, got ${(cause as NodeJS.ErrnoException).code}`,
      hint: 'Name another folder.',
      cause,
    });
  }
}

interface Written {
  readonly run: Run;
  readonly facts: SnapshotFacts;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

function outputOf({ run, facts, file, sha256, bytes }: Written): CommandOutput {
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
    text: `${standing}\n\n${file}\nsha256:${sha256}`,
    json: {
      schema: 'segment-evidence/report/v1',
      standing,
      connection,
      gaps: missing,
      status,
      pages: [{ kind: 'snapshot', file, sha256, bytes, snapshot: nameOf(run) }],
    },
  };
}
