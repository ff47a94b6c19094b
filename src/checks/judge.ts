/**
 * Judge. Between the finished files and the manifest: asks every check about what was read. Pure; it changes
 * nothing of what was collected, and what it finds is sealed together with it. Asked again over the sealed snapshot,
 * the same bytes come out.
 */
import {
  CHECK_RESULTS_SCHEMA,
  type CheckResult,
  type CheckResults,
  type Sightings,
} from '../../schemas/check-results.ts';
import { catalogOf } from './catalog.ts';
import { type Check, type NotAsked, notApplicable } from './check.ts';
import type { CheckedRun } from './checked-run.ts';
import { evidenceOf } from './cited.ts';
import { onlyWhatIsDeclared } from './declared-reads.ts';
import { type Policy, toPolicy } from './policy.ts';
import { type Counted, startTally, type Tally } from './tally.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { applyWaivers } from './waivers.ts';

export interface Judged {
  readonly run: CheckedRun;
  /** As the configuration that is sealed with the run has it. */
  readonly policy: Readonly<Record<string, unknown>> | undefined;
  readonly previous: CheckResults['judgedWith']['previous'];
  /** What the checks of the run before had seen, by their ids. */
  readonly seenBefore: ReadonlyMap<string, Sightings>;
  /** Whether an error is no mistake of a check, and ends everything: evidence that is not what was signed. Default: none is. */
  readonly isFatal?: (error: unknown) => boolean;
}

/** Returns what every check answers, sorted by their ids. */
export async function judge(checks: readonly Check[], judged: Judged): Promise<CheckResults> {
  const { run, previous } = judged;
  const policy = toPolicy(judged.policy);
  const ordered = [...checks].sort((one, other) => (one.id < other.id ? -1 : 1));
  const results: CheckResult[] = [];
  for (const check of ordered) results.push(await answer(check, policy, judged));
  return {
    schema: CHECK_RESULTS_SCHEMA,
    catalog: catalogOf(ordered),
    evaluatedAt: run.countedTo,
    judgedWith: {
      previous,
      tokenSince: run.facts.tokenSince,
      ...(run.facts.isTokenSinceDeclared ? { isTokenSinceDeclared: true } : {}),
    },
    results,
  };
}

async function answer(
  check: Check,
  policy: Policy,
  { run, seenBefore, isFatal }: Judged,
): Promise<CheckResult> {
  const isWhole = check.reads.every((resource) => run.isWhole(resource));
  const { tally, end } = startTally({ at: run.countedTo, seen: seenBefore.get(check.id), isWhole });
  let params: Record<string, unknown> = {};
  let asked: Asked;
  try {
    params = policy.paramsOf(check);
    asked = await ask(check, policy, { run: onlyWhatIsDeclared(check, run), tally, params });
  } catch (error) {
    if (isFatal?.(error) === true) throw error;
    // A mistake of ours in one check spoils no evidence: nobody can tell, and that is what is sealed.
    asked = { kind: 'broken', error };
  }
  return resultOf(check, { params, run, counted: end(), asked, policy });
}

type Asked =
  | { readonly kind: 'asked'; readonly notAsked: NotAsked | undefined }
  | { readonly kind: 'exempt'; readonly notAsked: NotAsked }
  | { readonly kind: 'broken'; readonly error: unknown };

interface Question {
  readonly run: CheckedRun;
  readonly tally: Tally;
  readonly params: Record<string, unknown>;
}

async function ask(check: Check, policy: Policy, { run, tally, params }: Question): Promise<Asked> {
  const exempt = policy.notApplicable.find((each) => each.check === check.id);
  if (exempt !== undefined) return { kind: 'exempt', notAsked: notApplicable(exempt.reason) };
  return { kind: 'asked', notAsked: await check.ask(run, tally, params) };
}

interface Answered {
  readonly params: Record<string, unknown>;
  readonly run: CheckedRun;
  readonly counted: Counted;
  readonly asked: Asked;
  readonly policy: Policy;
}

function resultOf(check: Check, { params, run, counted, asked, policy }: Answered): CheckResult {
  const { id, version, title, area, severity, confidence, reads, controls, remediation } = check;
  const verdict = toVerdict(check, asked, counted, run);
  const isCounted = asked.kind === 'asked' && asked.notAsked === undefined;
  const isRead = reads.length === 0 || reads.some((resource) => run.fileOf(resource) !== undefined);
  const waived = verdict.outcome === 'fail' ? waiverOf(id, counted, policy, run.countedTo) : undefined;
  const isFound = isCounted || counted.totals.fail > 0;
  return {
    checkId: id,
    checkVersion: version,
    title,
    area,
    severity,
    confidence,
    ...verdict,
    params,
    populationSize: isCounted && isRead ? counted.populationSize : null,
    exceptions: isFound ? [...counted.exceptions] : [],
    exceptionTotals: isFound ? counted.totals : { fail: 0, warn: 0, unknown: 0 },
    evidence: evidenceOf(check, run),
    controls,
    remediation,
    ...(waived === undefined ? {} : { waiver: waived }),
    ...(counted.sightings === undefined ? {} : { sightings: counted.sightings }),
  };
}

function toVerdict(check: Check, asked: Asked, counted: Counted, run: CheckedRun): Verdict {
  if (asked.kind === 'broken') return { outcome: 'error', reason: reasonOf(asked.error) };
  if (asked.kind === 'exempt') return asked.notAsked;
  return verdictOf({ reads: check.reads, counted, notAsked: asked.notAsked, run });
}

/** Nothing of the records: what an error says may repeat them. */
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return `The check could not be asked: a fault in this version, or a parameter that does not fit (${name}).`;
}

function waiverOf(checkId: string, counted: Counted, policy: Policy, at: string): CheckResult['waiver'] {
  const failed = counted.exceptions.filter(({ level }) => level === 'fail');
  return applyWaivers(policy.waivers, { checkId, failed, failedTotal: counted.totals.fail, at });
}
