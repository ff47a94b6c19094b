/** What a run found out that has nothing to tell, to change one thing at a time. */
import type { RunFacts } from '../../src/alerts/run-facts.ts';

/** Returns the facts of a run in which all went well, but for these. */
export function factsOf(changes: Partial<RunFacts> & Pick<RunFacts, 'at'>): RunFacts {
  return {
    resources: [],
    isTrial: false,
    outOfTime: [],
    isOnLambda: false,
    answeringThoughOff: [],
    declaredRole: undefined,
    token: 'working',
    tokenAgeDays: 10,
    hasTokenChanged: false,
    reduced: [],
    clockSkewMs: 0,
    behindChainMs: 0,
    brokenChain: undefined,
    beginsChain: false,
    undelivered: new Map(),
    unreached: [],
    findings: [],
    roleOf: (resource) => `the role for ${resource}`,
    ...changes,
  };
}
