/**
 * Whether the audit trail tells of what happens. Silence alone is no fault: it is one where the configuration has
 * changed meanwhile.
 */
import * as z from 'zod';
import { daysBetween } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { coveredSince, eventsOf, TRAIL, timeText } from '../facts/trail.ts';
import { WORKSPACE } from '../subject.ts';
import type { Tally } from '../tally.ts';

/** What only people change. */
const CONFIGURATION = ['users', 'groups', 'sources', 'destinations', 'tracking-plans', 'warehouses'] as const;

export const check = toCheck({
  id: 'AUD-01',
  version: 1,
  title: 'The audit trail tells of what happens',
  area: 'audit-trail',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'When something has happened, does the audit trail tell of it?',
  motivation:
    'Only the audit trail can show who did what. A trail that stays empty while the workspace changes might not be noticed for years.',
  failsWhen:
    'The trail was read whole and has no event in windowDays, although the configuration has changed in that time.',
  notApplicableWhen: 'The workspace has no audit trail.',
  indeterminateWhen: 'The trail is silent, and it is not known whether anything has changed.',
  remediation: 'Ask Segment why the trail is empty; see that the plan includes it, and have it forwarded.',
  falsePositives: 'The only changes were some that Segment made itself.',
  reads: [TRAIL],
  uses: CONFIGURATION,
  params: z.strictObject({
    windowDays: z.int().min(1).default(30).describe('Days for which the trail may be silent.'),
  }),
  toldAs: [
    'scope-gap',
    'feature-unavailable',
    'collection-incomplete',
    'token-refused',
    'token-unavailable',
    'wrong-region',
    'wrong-workspace',
  ],
  controls: {
    soc2: ['CC7.2', 'CC7.3'],
    iso27001: ['A.8.15'],
    iso27701: [],
    gdpr: ['Art.5(2)', 'Art.32'],
    hipaa: ['164.312(b)'],
    nist80053: ['AU-2', 'AU-3', 'AU-12'],
    nistcsf: ['PR.PS-04'],
    pci: ['10.2.1'],
    ccpa: [],
  },
  ask: async (run, tally, { windowDays }) => {
    let newest = tally.kept.get(NEWEST);
    for await (const event of eventsOf(run, tally)) {
      tally.saw();
      const at = timeText(event);
      if (newest === undefined || newest < at) newest = at;
    }
    if (newest !== undefined) tally.keep(NEWEST, newest);
    const isRecent = (at: string | undefined) =>
      at !== undefined && (daysBetween(at, run.countedTo) ?? 0) <= windowDays;
    const [since, seen] = [coveredSince(run, tally), await lookForChanges(run, tally)];
    if (isRecent(newest) || since === undefined) return undefined;
    if (isRecent(since))
      tally.unknown(WORKSPACE, `The trail has no event, and has been read since ${since} only.`);
    else if (isRecent(seen.changedAt))
      tally.fail(WORKSPACE, `No event in ${windowDays} days, and configuration has changed.`);
    else if (seen.comparedSince === undefined || isRecent(seen.comparedSince))
      tally.unknown(WORKSPACE, `No event in ${windowDays} days; whether anything has changed is not known.`);
    else tally.note(`No event in ${windowDays} days, and nothing has changed.`);
    return undefined;
  },
});

const NEWEST = 'newest event';
const CHANGED = 'configuration changed';
const COMPARED = 'compared since';

/** Returns when configuration was last seen to have changed, and since when every run could tell. */
async function lookForChanges(run: CheckedRun, tally: Tally) {
  let changedAt = tally.kept.get(CHANGED);
  let comparedSince: string | undefined = tally.kept.get(COMPARED) ?? run.countedTo;
  for (const resource of CONFIGURATION) {
    const found = await run.changes(resource);
    if (found.kind !== 'compared') comparedSince = undefined;
    else if (found.changes.length > 0) changedAt = run.countedTo;
  }
  if (changedAt !== undefined) tally.keep(CHANGED, changedAt);
  if (comparedSince !== undefined) tally.keep(COMPARED, comparedSince);
  return { changedAt, comparedSince };
}
