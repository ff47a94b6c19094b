/** The counts of check results, as the manifest has them. */
import type { CheckResults } from '../../schemas/check-results.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { isAccepted } from './waivers.ts';

/** Returns how many checks ended how, and of which catalogue. */
export function countsOf({ catalog, results }: CheckResults): NonNullable<Manifest['checks']> {
  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  // In their order, which is that of their ids.
  const accepted = results.filter(isAccepted).map(({ checkId }) => checkId);
  return {
    catalogSha256: catalog.sha256,
    pass: count('pass'),
    fail: count('fail'),
    warn: count('warn'),
    indeterminate: count('indeterminate'),
    notConfigured: count('not_configured'),
    notApplicable: count('not_applicable'),
    error: count('error'),
    ...(accepted.length === 0 ? {} : { accepted }),
  };
}
