/** `approve [SNAPSHOT]`: that somebody has looked at a snapshot and approves it, kept beside the evidence. */
import { standingOf } from '../answers/answer.ts';
import { missingIn } from '../answers/approvals/approval.ts';
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { findRun } from '../answers/changes/which-runs.ts';
import { EXIT } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { connectionPrefix } from '../store/layout.ts';
import { nothing } from '../verify/signed-records.ts';
import { keepApproval, type StoredApproval, saidApproval } from './approval-store.ts';
import type { CommandOutput } from './command.ts';
import { evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { readGivenBytes } from './given-files.ts';
import { historyAt } from './history-of.ts';

export interface ApproveFlags extends PlaceFlags {
  readonly connection?: string;
  /** Who approves, as they say. */
  readonly by?: string;
  readonly comment?: string;
  /** File of the page that they looked at. */
  readonly page?: string;
}

const COMMAND = 'approve';

/**
 * Returns what was approved, by default the newest. Exit 4: it is not complete, and the approval says so; 6: its bytes are not those that
 * were signed, and nothing is stored.
 * @throws UsageError, before anything is stored; UnverifiedError; StoreError
 */
export async function approveCommand(
  snapshot: string | undefined,
  { by, comment, page, ...flags }: ApproveFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  saidApproval({ by, comment, page: null });
  const seen =
    page === undefined ? null : sha256(await readGivenBytes(COMMAND, '--page', page, surveyor.cwd));
  const place = await evidencePlace(COMMAND, flags, flags.connection, surveyor);
  const history = await historyAt(place, surveyor);
  const ordered = inOrderOfTime(history.runs);
  const run = snapshot === undefined ? ordered.at(-1) : findRun(ordered, snapshot, COMMAND);
  if (run === undefined) throw nothing(`${COMMAND}: ${place.connection}: expected a snapshot, got none`);
  return describe(await keepApproval(place, run, saidApproval({ by, comment, page: seen }), surveyor));
}

function describe({ result, key, sha256: digest, approval }: StoredApproval): CommandOutput {
  const { connection, snapshot, seen, by, comment } = approval;
  const missing = missingIn(approval);
  const isWhole = missing.length === 0;
  const standing = standingOf(
    `${connection} as of ${snapshot.startedAt}, record ${snapshot.seq} of chain ${snapshot.chain}: everything that was asked for was read whole`,
    missing,
  );
  const path = key.slice(connectionPrefix(connection).length);
  return {
    exitCode: isWhole ? EXIT.done : EXIT.incomplete,
    json: { schema: 'segment-evidence/approve/v1', standing, result, path, sha256: digest, approval },
    text: [
      standing,
      '',
      `${result === 'stored' ? 'approved' : 'approved before, and nothing is stored again'}: record ${snapshot.seq} of chain ${snapshot.chain} of ${connection}, ${snapshot.snapshotPath}${isWhole ? '' : ', as the incomplete run that it is'}`,
      `  by       ${by.name} (as they said${by.user === null ? '' : `; the system calls them ${by.user}`}: nobody signed it)`,
      ...(comment === undefined ? [] : [`  comment  ${comment}`]),
      `  checks   ${checksText(seen.failingChecks)}`,
      `  page     ${seen.page === null ? 'none was named' : `sha256:${seen.page}`}`,
      `  record   sha256:${snapshot.recordSha256}`,
      `  path     ${path}`,
    ].join('\n'),
  };
}

const checksText = (failing: number | null): string =>
  failing === null ? 'none were sealed with it' : `${failing} fail`;
