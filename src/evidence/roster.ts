/** What several rows of one person in a roster come to: old contracts stand there beside new ones. Pure. */
import type { RosterData } from '../../schemas/inputs.ts';

export type RosterRow = Pick<RosterData, 'startedOn' | 'leftOn'> & { readonly status: 'active' | 'left' };

/** Returns one record for all rows of a person; what contradicts itself is `unclear`, and nobody's to decide here. */
export function mergeRows(rows: readonly RosterRow[]): Omit<RosterData, 'userIds'> {
  const active = rows.filter(({ status }) => status === 'active');
  const left = rows.filter(({ status }) => status === 'left');
  if (left.length === 0) return withDates('active', active, isEach(active, 'leftOn'));
  if (active.length === 0) return withDates('left', left, true);
  const lastLeft = last(left, 'leftOn');
  const isBack = active.some(({ startedOn }) => startedOn !== undefined && startedOn >= (lastLeft ?? ''));
  // Came back after having left: only where all of the dates say so.
  if (isBack && isEach(left, 'leftOn')) return withDates('active', active, isEach(active, 'leftOn'));
  return { status: 'unclear' };
}

const isEach = (rows: readonly RosterRow[], name: 'leftOn' | 'startedOn') =>
  rows.every((row) => row[name] !== undefined);

const given = (rows: readonly RosterRow[], name: 'leftOn' | 'startedOn') =>
  rows.flatMap((row) => row[name] ?? []).sort();

const last = (rows: readonly RosterRow[], name: 'leftOn' | 'startedOn') => given(rows, name).at(-1);

/** Since the first day, and until the last one. */
function withDates(status: RosterRow['status'], rows: readonly RosterRow[], hasEnd: boolean) {
  const [startedOn] = given(rows, 'startedOn');
  const leftOn = hasEnd ? last(rows, 'leftOn') : undefined;
  return {
    status,
    ...(startedOn === undefined ? {} : { startedOn }),
    ...(leftOn === undefined ? {} : { leftOn }),
  };
}
