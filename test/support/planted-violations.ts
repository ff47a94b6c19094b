/**
 * One violation per check, put into the clean workspace: what somebody there does wrong, or what befalls a run. Each breaks
 * the one check that it is for; where by its nature it breaks another one too, it says which, and why.
 */
import type { CheckResult } from '../../schemas/check-results.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { CompanyFiles } from './clean-company.ts';
import { openClean } from './clean-runs.ts';
import { liveOn } from './clean-world.ts';
import type { RunSettings } from './run.ts';

export interface Violation {
  readonly check: string;
  /** What is wrong, in a few words. */
  readonly is: string;
  /** What most checks find is a fail. */
  readonly level?: 'warn';
  /** In place before the first run. */
  readonly before?: (simulator: Simulator, files: CompanyFiles) => void;
  /** Done after the first run. */
  readonly after?: (simulator: Simulator) => void;
  /** Done after it, and after it nothing else can be read as it was. */
  readonly atEnd?: (simulator: Simulator) => void;
  /** What the last run is like, so many days later. */
  readonly run?: Pick<RunSettings, 'config'> & { readonly days?: number };
  /** How many runs come after the first until it is found. Default: none, or one where it is done after it. */
  readonly runs?: number;
  /** Other checks that it breaks, with the reason. */
  readonly also?: Readonly<Record<string, string>>;
  /** Why others cannot be found beside it. */
  readonly apart?: string;
}

/** What was found, as `ID outcome`: all that is neither as it should be, nor not asked, nor not known. */
export const foundIn = (results: readonly CheckResult[]): readonly string[] =>
  results
    .filter(({ outcome }) => ['fail', 'warn', 'error'].includes(outcome))
    .map(({ checkId, outcome }) => `${checkId} ${outcome}`);

/** What is found of a violation. */
export const expectedOf = ({ check, level, also = {} }: Violation): readonly string[] =>
  [`${check} ${level ?? 'fail'}`, ...Object.keys(also).map((id) => `${id} fail`)].sort();

/** Returns what the last run finds in a clean workspace with one violation in it. */
export async function findAlone(violation: Violation): Promise<readonly string[]> {
  const { before, after, atEnd, run } = violation;
  const runs = violation.runs ?? (after || atEnd ? 1 : 0);
  const { simulator, world, files, ...clean } = await openClean();
  try {
    before?.(simulator, files);
    let results = await clean.run(runs === 0 ? run : {});
    if (runs > 0) liveOn(world);
    for (const change of [after, atEnd]) if (runs > 0) change?.(simulator);
    for (let at = 1; at <= runs; at += 1) results = await clean.run(at === runs ? run : {});
    return foundIn(results);
  } finally {
    await clean.close();
  }
}

export interface FoundTogether {
  readonly found: readonly string[];
  readonly differing: readonly number[];
}

/** Returns what any run finds where all of them are, and of which runs checks answer otherwise when they are asked again. */
export async function findTogether(violations: readonly Violation[]): Promise<FoundTogether> {
  const { simulator, world, files, ...clean } = await openClean();
  const config = Object.assign({}, ...violations.map(({ run }) => run?.config ?? {}));
  const longer = violations.flatMap(({ run }) => run?.days ?? []).sort((one, other) => one - other);
  const found = new Set<string>();
  const look = async (days = 1) => {
    for (const each of foundIn(await clean.run({ config, days }))) found.add(each);
  };
  try {
    for (const { before } of violations) before?.(simulator, files);
    await look();
    liveOn(world);
    for (const { after } of violations) after?.(simulator);
    for (const days of [1, 1, ...longer]) await look(days);
    for (const { atEnd } of violations) {
      atEnd?.(simulator);
      if (atEnd !== undefined) await look();
    }
    return { found: [...found].sort(), differing: await clean.differingAgain() };
  } finally {
    await clean.close();
  }
}
