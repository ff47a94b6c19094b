/** When decisions say that they were handed in, held against what can be known of it: it is written by whoever hands in. Pure. */
import { LARGEST_SKEW_MS } from '../../../schemas/manifest.ts';
import type { StoredReview } from './stored.ts';

/** Returns what cannot be, a clause each. `now`: of whoever asks. */
export function timeGaps({ population, imports }: StoredReview, now: Date): readonly string[] {
  const frozen = population.snapshot.startedAt;
  const latest = new Date(now.getTime() + LARGEST_SKEW_MS).toISOString();
  return imports.flatMap(({ number, importedAt }, index) => {
    const before = imports[index - 1]?.importedAt ?? frozen;
    const says = `import ${number} says that it was handed in at ${importedAt}`;
    return [
      ...(isAfter(frozen, importedAt) ? [`${says}, before what was reviewed was read, at ${frozen}`] : []),
      ...(isAfter(importedAt, latest) ? [`${says}, which is in the future`] : []),
      ...(before !== frozen && isAfter(before, importedAt) ? [`${says}, before import ${number - 1}`] : []),
    ];
  });
}

const isAfter = (one: string, other: string) => Date.parse(one) > Date.parse(other);
