/** How many people there were in each run, and how many of them were owners. One run's records are held at a time. Plain data. */
import type { History, Run } from '../../../verify/read-history.ts';
import { certificateOf, isReadable } from '../../certificate.ts';
import { digestOf } from '../../changes/readings.ts';
import { inputGaps } from '../../population.ts';
import { assertVerified, readerOf } from '../../reader.ts';
import { countRows } from '../../tallies.ts';
import { users } from '../../views/users.ts';
import { endedText } from '../standing.ts';

/** null: nobody can say. */
export interface PeopleCount {
  readonly members: number | null;
  /** Of these. */
  readonly owners: number | null;
  /** There may be more. */
  readonly isLeast: boolean;
}

const UNKNOWN: PeopleCount = { members: null, owners: null, isLeast: false };

/**
 * Returns what each run says. Where all that it rests on has the bytes of the run before, by what was signed, it is not counted
 * again. `runs`: oldest first.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function peopleTrend(
  history: Pick<History, 'runs'>,
  runs: readonly Run[],
): Promise<readonly PeopleCount[]> {
  const counts: PeopleCount[] = [];
  let before: { readonly basis: string; readonly count: PeopleCount } | undefined;
  for (const run of runs) {
    const basis = basisOf(run);
    const count = before?.basis === basis ? before.count : await peopleIn(history, run);
    before = { basis, count };
    counts.push(count);
  }
  return counts;
}

/** Equal for runs that say the same of all that the count rests on. */
function basisOf(run: Run): string {
  const sides = users.inputs.map(({ resource }) => [
    endedText(certificateOf(run, resource)),
    digestOf(run.manifest, resource) ?? null,
  ]);
  return JSON.stringify([run.isExpired, sides]);
}

async function peopleIn(history: Pick<History, 'runs'>, run: Run): Promise<PeopleCount> {
  if (run.isExpired || !isReadable(run, 'users')) return UNKNOWN;
  await assertVerified(
    run,
    users.inputs.map(({ resource }) => resource),
  );
  const prepared = await users.prepare(readerOf(history, run));
  const { total, counts } = await countRows(users, prepared.rows, prepared.total);
  const certificates = users.inputs.map(({ resource }) => certificateOf(run, resource));
  const gaps = [...inputGaps(users, certificates), ...(prepared.gaps ?? [])];
  const [owners] = counts;
  return {
    members: total,
    owners: owners?.count ?? null,
    isLeast: gaps.length > 0 || (owners?.notKnown ?? 0) > 0,
  };
}
