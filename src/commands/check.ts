/** `check [SNAPSHOT]`: asks the checks again over stored evidence. Nothing is asked of Segment, and nothing is stored. */
import type { Controls } from '../../schemas/check-results.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { Answer } from '../answers/answer.ts';
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { findRun } from '../answers/changes/which-runs.ts';
import { checkAnswer } from '../answers/checks/check-answer.ts';
import { type Attached, attachedFor, frameworkAnswer } from '../answers/checks/framework-answer.ts';
import { judgedAgain } from '../answers/judged-again.ts';
import { assertAttached, listManual } from '../answers/manual/stored.ts';
import { checks } from '../checks/index.ts';
import { judge } from '../checks/judge.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { History, Run } from '../verify/read-history.ts';
import { nothing } from '../verify/signed-records.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import { type EvidencePlace, evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { worstExit } from './exit.ts';
import { isAsGrave, type Severity } from './failing-checks.ts';
import { historyAt } from './history-of.ts';

export interface CheckFlags extends PlaceFlags, OutputFlags {
  readonly connection?: string;
  readonly failOn?: Severity;
  readonly framework?: keyof Controls;
}

/**
 * Returns what every check answers about a snapshot, by default the newest. Exit 1: one fails that is as grave as
 * `--fail-on` says; 4: nobody can tell of some, or other answers were sealed; 7: nothing is there.
 * @throws UsageError; UnverifiedError; StoreError
 */
export async function checkCommand(
  snapshot: string | undefined,
  flags: CheckFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  assertOutput('check', flags);
  const place = await evidencePlace('check', flags, flags.connection, surveyor);
  const history = await historyAt(place, surveyor);
  const run = runOf(history, snapshot);
  const { judged, missing } = await judgedAgain(history, run, resources);
  const results = await judge(checks, judged);
  const sealed = await run.checkResults();
  const answer = checkAnswer({ connection: history.connection, run, results, sealed, missing: [...missing] });
  const { framework } = flags;
  // What was attached by hand counts as of now, or as of the snapshot that somebody names.
  const at = snapshot === undefined ? surveyor.now.toISOString() : results.evaluatedAt;
  const shown =
    framework === undefined
      ? answer
      : frameworkAnswer(answer, results, framework, await attachedAt(place, framework, at.slice(0, 10)));
  const output = await answerOutput('check', shown as Answer, flags, surveyor.cwd);
  return { ...output, exitCode: worstExit([answer.exitCode, findingsExit(results.results, flags.failOn)]) };
}

/** Each file that counts is read: one that was exchanged supports nothing. @throws UnverifiedError NOT_VERIFIED; StoreError */
async function attachedAt(
  { store, connection }: EvidencePlace,
  framework: keyof Controls,
  day: string,
): Promise<Attached> {
  const attached = { evidence: await listManual(store, connection), day };
  for (const record of attachedFor(framework, attached)) await assertAttached(store, record);
  return attached;
}

/** @throws UnverifiedError NO_EVIDENCE */
function runOf({ runs, connection }: History, snapshot: string | undefined): Run {
  const ordered = inOrderOfTime(runs);
  const run = snapshot === undefined ? ordered.at(-1) : findRun(ordered, snapshot, 'check');
  if (run === undefined) throw nothing(`check: ${connection}: expected a snapshot, got none`);
  if (run.isExpired)
    throw nothing(
      `check: ${connection}: ${run.manifest.snapshotPath}: expected its files, got none: their retention has ended`,
    );
  return run;
}

type Results = Awaited<ReturnType<typeof judge>>['results'];

function findingsExit(results: Results, failOn: Severity | undefined): ExitCode {
  const isMeant = ({ outcome, waiver, severity }: Results[number]) =>
    failOn !== undefined && outcome === 'fail' && waiver?.state !== 'accepted' && isAsGrave(severity, failOn);
  return results.some(isMeant) ? EXIT.findings : EXIT.done;
}
