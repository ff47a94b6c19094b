/** Whether the answers of now are those that were sealed with the run. */
import type { CheckResult, CheckResults } from '../../../schemas/check-results.ts';
import { canonical } from '../../evidence/canonical.ts';

export type Reproduced =
  /** Byte for byte. */
  | { readonly kind: 'equal' }
  /** The same catalogue, and other answers: something is wrong with this version, or with that one. */
  | { readonly kind: 'differs'; readonly checks: readonly string[] }
  /** Another version of the checks sealed its own answers; `checks`: those of the same version that answer otherwise. */
  | { readonly kind: 'other-catalog'; readonly checks: readonly string[] }
  | { readonly kind: 'not-sealed' };

/** Returns how the answers of now compare with those that were sealed. */
export function compareAnswers(now: CheckResults, sealed: CheckResults | undefined): Reproduced {
  if (sealed === undefined) return { kind: 'not-sealed' };
  if (canonical(now) === canonical(sealed)) return { kind: 'equal' };
  const sealedById = new Map(sealed.results.map((result) => [result.checkId, result]));
  const checks = now.results.filter((result) => differs(result, sealedById.get(result.checkId)));
  const ids = checks.map(({ checkId }) => checkId);
  return { kind: now.catalog.sha256 === sealed.catalog.sha256 ? 'differs' : 'other-catalog', checks: ids };
}

function differs(now: CheckResult, sealed: CheckResult | undefined): boolean {
  if (sealed === undefined || sealed.checkVersion !== now.checkVersion) return false;
  const judged = ({ outcome, populationSize, exceptions, exceptionTotals }: CheckResult) =>
    canonical({ outcome, populationSize, exceptions, exceptionTotals });
  return judged(now) !== judged(sealed);
}
