/**
 * What a check is: one question about a sealed run, and all that a reader of its answer needs. One file a check.
 * Pure: no clock, no network, no disk; all it may look at is handed to it, and ages are counted to the start of the run.
 */
import type * as z from 'zod';
import type { CheckResult, Controls } from '../../schemas/check-results.ts';
import type { ConditionName } from '../../schemas/condition.ts';
import type { CheckedRun } from './checked-run.ts';
import type { Tally } from './tally.ts';

export interface CheckFacts {
  /** As in `docs/checks.md`: never given to another question. */
  readonly id: string;
  /** One more whenever the same evidence may get another answer. */
  readonly version: number;
  /** A claim that holds where it passes. */
  readonly title: string;
  readonly area: CheckResult['area'];
  readonly severity: CheckResult['severity'];
  /** `read`: the API says so. `inferred`: from what it says. `declared`: from what the policy or a file says. */
  readonly confidence: CheckResult['confidence'];
  /** `experimental`: may change its answers with any version. */
  readonly lifecycle: 'experimental' | 'stable';
  /** `optional`: may well not be what a company wants. */
  readonly pack: 'core' | 'optional';
  /** Ends with a question mark. */
  readonly question: string;
  /** Why anybody asks. */
  readonly motivation: string;
  /** When it fails, in words. */
  readonly failsWhen: string;
  /** When it is `not_applicable` or `not_configured`, in words; absent: never. */
  readonly notApplicableWhen?: string;
  /** When nobody can tell, besides what was not read whole; absent: never. */
  readonly indeterminateWhen?: string;
  /** What to do about a fail: imperative, for an operator. */
  readonly remediation: string;
  /** How it may be wrong. */
  readonly falsePositives: string;
  /** Resources that the answer rests on. Where one is not complete, it may fail, but never pass. */
  readonly reads: readonly string[];
  /** Resources that add to an answer, where they were read: without them, nothing is less true. */
  readonly uses?: readonly string[];
  /** Conditions that tell of the same: while a run opens one of them, nobody is told of it twice. */
  readonly toldAs?: readonly ConditionName[];
  readonly controls: Controls;
}

/** Parameters: each with a default and a description. */
export type ParamShape = z.ZodObject;

export interface Check<Shape extends ParamShape = ParamShape> extends CheckFacts {
  readonly params: Shape;
  /**
   * Says of each of the population whether it is an exception; what it counted is the answer. It may end early by returning
   * why the question cannot be asked.
   */
  ask(run: CheckedRun, tally: Tally, params: z.infer<Shape>): Promise<NotAsked | undefined>;
}

/** Why a question was not asked. */
export interface NotAsked {
  readonly outcome: 'not_applicable' | 'not_configured' | 'indeterminate';
  readonly reason: string;
}

export const notApplicable = (reason: string): NotAsked => ({ outcome: 'not_applicable', reason });
export const notConfigured = (reason: string): NotAsked => ({ outcome: 'not_configured', reason });
export const indeterminate = (reason: string): NotAsked => ({ outcome: 'indeterminate', reason });

/** Returns a check as one with any parameters: it is only ever asked with its own. */
export const toCheck = <Shape extends ParamShape>(check: Check<Shape>): Check => check as unknown as Check;
