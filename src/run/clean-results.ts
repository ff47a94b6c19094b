/**
 * Answers of checks, held against the secrets of the run as every file is. They are made of what was held against them
 * before, so nothing should be found: what is found all the same is not sealed.
 */
import type { CheckResult, CheckResults } from '../../schemas/check-results.ts';
import { canonical } from '../evidence/canonical.ts';
import type { SecretSet } from '../evidence/secret-set.ts';

/** Returns the results; of one in which something stands that must not, only that it could not be given. */
export function withoutSecrets(results: CheckResults, secrets: Pick<SecretSet, 'isIn'>): CheckResults {
  return {
    ...results,
    results: results.results.map((result) => (secrets.isIn(saidIn(result)) ? withheld(result) : result)),
  };
}

/** What of a result comes from the workspace or the policy. The rest is this program's own. */
function saidIn({ reason, params, exceptions, waiver, sightings }: CheckResult): string {
  return canonical({
    params,
    exceptions,
    ...(reason === undefined ? {} : { reason }),
    ...(waiver === undefined ? {} : { waiver }),
    ...(sightings === undefined ? {} : { sightings }),
  });
}

function withheld({ waiver: _, sightings: __, ...result }: CheckResult): CheckResult {
  return {
    ...result,
    outcome: 'error',
    reason: 'Its answer has a secret of this run in it, or an end user, and is withheld. Please report it.',
    params: {},
    populationSize: null,
    exceptions: [],
    exceptionTotals: { fail: 0, warn: 0, unknown: 0 },
  };
}
