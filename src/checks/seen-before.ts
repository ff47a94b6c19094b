/** What the checks of the run before had seen, and since when. */
import type { CheckResults, Sightings } from '../../schemas/check-results.ts';

/** Returns the sightings of each check by its id; none where no results could be read. */
export function seenIn(results: CheckResults | undefined): ReadonlyMap<string, Sightings> {
  return new Map(
    (results?.results ?? []).flatMap(({ checkId, sightings }) =>
      sightings === undefined ? [] : [[checkId, sightings] as const],
    ),
  );
}
