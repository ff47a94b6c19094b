/** What each run of a history read of the audit trail. */

import type { Span } from '../../evidence/changes/spans.ts';
import { TRAIL, type Trail, type TrailReading, trailOf, wholeWindow } from '../../evidence/changes/trail.ts';
import type { Run } from '../../verify/read-history.ts';
import { digestOf, inOrderOfTime, startOf } from './readings.ts';

/**
 * Returns the trail of a stretch, as runs have read it.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export const trailOfRuns = (runs: readonly Run[], span: Span): Promise<Trail> =>
  trailOf(inOrderOfTime(runs).map(toReading), span);

/** Returns the stretch of the trail that a run read whole, where that is still there. */
export const wholeWindowOf = (run: Run): Span | undefined => wholeWindow(toReading(run));

const toReading = (run: Run): TrailReading => ({
  startMs: startOf(run),
  entry: run.entry(TRAIL),
  hasFile: !run.isExpired && digestOf(run.manifest, TRAIL) !== undefined,
  records: () => run.records(TRAIL),
});
