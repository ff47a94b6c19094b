/** `changes [A] [B]`: what changed between two runs, or in a period, with who made it where the audit trail says so. */
import { resources } from '../../schemas/resources/index.ts';
import { changes } from '../answers/changes/changes.ts';
import { inOrderOfTime, type Scope, startOf } from '../answers/changes/readings.ts';
import { findRun } from '../answers/changes/which-runs.ts';
import { readOnlyProof } from '../answers/read-only/read-only.ts';
import { UsageError } from '../errors.ts';
import type { Run } from '../verify/read-history.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import type { CommandOutput } from './command.ts';
import type { PlaceFlags, Surveyor } from './evidence-places.ts';
import { readPast } from './given-files.ts';
import { historyOf } from './history-of.ts';

export interface ChangesFlags extends PlaceFlags, OutputFlags {
  readonly connection?: string;
  /** A day in UTC or an instant. */
  readonly from?: string;
  readonly to?: string;
  /** What the audit trail says of the collector itself, in place of what changed. */
  readonly collector?: boolean;
}

/**
 * Returns what changed between two runs, by default the last two, or in a period. Exit 4: it rests on something
 * incomplete; 7: there are no two runs.
 * @throws UsageError; UnverifiedError
 */
export async function changesCommand(
  [one, other]: readonly (string | undefined)[],
  flags: ChangesFlags,
  surveyor: Surveyor,
): Promise<CommandOutput> {
  assertOutput('changes', flags);
  const period = periodOf(flags, surveyor.now);
  if (period !== undefined && one !== undefined)
    throw new UsageError({
      message: `changes: ${one}: expected two runs or a period, got both`,
      hint: 'Leave out --from and --to, or the runs.',
    });
  const history = await historyOf('changes', flags, surveyor);
  const runs = inOrderOfTime(history.runs);
  if (flags.collector === true) {
    const asked = one === undefined ? within(runs, period ?? {}) : betweenRuns(runs, one, other);
    return answerOutput('changes', await readOnlyProof(history, asked), flags, surveyor.cwd);
  }
  const counted = runs.filter(({ isAhead }) => !isAhead);
  const scope = period === undefined ? betweenRuns(counted, one, other) : within(counted, period);
  return answerOutput(
    'changes',
    await changes(history, { scope, definitions: resources }),
    flags,
    surveyor.cwd,
  );
}

interface Period {
  readonly from?: string;
  readonly to?: string;
}

function periodOf({ from, to }: ChangesFlags, now: Date): Period | undefined {
  if (from === undefined && to === undefined) return undefined;
  const start = from === undefined ? undefined : readPast('changes', '--from', from, { edge: 'start', now });
  const end = to === undefined ? undefined : readPast('changes', '--to', to, { edge: 'end', now });
  if (start !== undefined && end !== undefined && start >= end)
    throw new UsageError({
      message: `changes: --from ${from} --to ${to}: expected an end after the start, got one before it`,
      hint: 'Give the earlier day first.',
    });
  return { ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { to: end }) };
}

/** Without a start: from the first run; without an end: up to the last. */
function within(runs: readonly Run[], { from, to }: Period): Scope {
  const [first, last] = [runs[0], runs.at(-1)].map((run) => (run === undefined ? 0 : startOf(run)));
  return {
    kind: 'period',
    fromMs: from === undefined ? (first ?? 0) : Date.parse(from),
    toMs: to === undefined ? (last ?? 0) : Date.parse(to),
  };
}

function betweenRuns(runs: readonly Run[], one: string | undefined, other: string | undefined): Scope {
  const before = one === undefined ? runs.at(-2) : findRun(runs, one);
  const after = other === undefined ? runs.at(-1) : findRun(runs, other);
  const [fromMs, toMs] = [before, after].map((run) => (run === undefined ? 0 : startOf(run)));
  if (one !== undefined && (fromMs ?? 0) >= (toMs ?? 0))
    throw new UsageError({
      message: `changes: ${[one, other].filter(Boolean).join(' ')}: expected an earlier run and a later one, got ${before === after ? 'one and the same' : 'the later one first'}`,
      hint: 'Name the earlier run first; a single one is compared with the last.',
    });
  return { kind: 'runs', fromMs: fromMs ?? 0, toMs: toMs ?? 0 };
}
