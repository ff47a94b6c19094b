/** What a grant reaches. */
import { listAt, pairsOf } from '../../evidence/records/fields.ts';
import type { Grant } from '../../evidence/records/grants.ts';
import type { CheckedRun } from '../checked-run.ts';

const EVERYTHING = 'WORKSPACE';

/** Whether a grant is about the whole workspace, also what is made later, and no label narrows it. */
export const isOnEverything = ({ resources, labels }: Grant): boolean =>
  labels === undefined && resources.some(({ type, labels: own }) => type === EVERYTHING && own === undefined);

export interface LabelledSource {
  readonly id: string;
  /** As `key=value`. */
  readonly labels: readonly string[];
}

/** Returns the sources that bear a label with one of some values, upper and lower case alike. */
export async function labelled(
  run: Pick<CheckedRun, 'records'>,
  { key, value }: { readonly key: string; readonly value: readonly string[] },
): Promise<readonly LabelledSource[]> {
  const wanted = new Set(value.map((each) => `${key}=${each}`.toLowerCase()));
  const found: LabelledSource[] = [];
  for await (const { id, data } of run.records('sources')) {
    const labels = pairsOf(listAt(data, 'labels'));
    if (labels.some((each) => wanted.has(each.toLowerCase()))) found.push({ id, labels });
  }
  return found;
}

/** Whether a grant reaches a source: by its id, or with all that bears one of its labels. */
export function reachesSource({ resources, labels }: Grant, source: LabelledSource): boolean {
  const bears = (wanted: readonly string[] | undefined) =>
    wanted === undefined || wanted.some((each) => source.labels.includes(each));
  return resources.some(
    ({ type, id, labels: own }) =>
      (type === EVERYTHING || (type === 'SOURCE' && id === source.id)) && bears(own) && bears(labels),
  );
}
