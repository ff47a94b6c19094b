/** Faults that a list or an answer can have of itself, as effects of the simulator, and rows of them. */
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import type { CollectedRun, FaultRow, Json } from './fault-row.ts';

type Body = { readonly data: Json & { readonly pagination?: Json } };

/** The body of each answer, changed. */
export const onBody = (change: (body: Body) => unknown): FaultEffect => ({
  kind: 'transform-json',
  transform: (body) => change(body as Body),
});

/** Members beside `data`. */
export const beside = (members: Json): FaultEffect => onBody((body) => ({ ...body, ...members }));

/** Members in `data`. */
export const within = (members: Json): FaultEffect =>
  onBody((body) => ({ ...body, data: { ...body.data, ...members } }));

/** Members in `data.pagination`. */
export const inPagination = (members: Json): FaultEffect =>
  onBody((body) => ({
    ...body,
    data: { ...body.data, pagination: { ...body.data.pagination, ...members } },
  }));

/** The items of a list changed, and its total left as it was. */
export const items = (key: string, change: (items: readonly Json[]) => readonly unknown[]): FaultEffect =>
  onBody(({ data }) => ({ data: { ...data, [key]: change((data[key] ?? []) as readonly Json[]) } }));

/** A list that always has a next page, with a cursor that never came before. `total`: as the server tells it. */
export function endless(
  key: string,
  itemsOf: (page: number, first: readonly Json[]) => readonly unknown[],
  total?: number,
): FaultEffect {
  let page = 0;
  let first: readonly Json[] = [];
  return onBody(({ data }) => {
    page += 1;
    if (page === 1) first = data[key] as readonly Json[];
    const next = Buffer.from(String(page * 1000)).toString('base64');
    const told = total === undefined ? {} : { totalEntries: total };
    return { data: { ...data, [key]: itemsOf(page, first), pagination: { current: 'MA==', next, ...told } } };
  });
}

/** What a run says of a resource. */
export function entryOf({ resources }: CollectedRun, resource: string) {
  const entry = resources.find(({ name }) => name === resource);
  if (entry === undefined) throw new Error(`expected an entry about ${resource}`);
  return entry;
}

/** One resource that is partial, and nothing else. */
export function partial(
  name: string,
  resource: string,
  reason: string,
  arrange: FaultRow['arrange'],
  more: Partial<FaultRow> = {},
): FaultRow {
  return {
    name,
    arrange,
    gaps: { [resource]: `partial ${reason} 200` },
    status: 'partial',
    exit: 4,
    conditions: [`collection-incomplete ${resource}`],
    ...more,
  };
}
