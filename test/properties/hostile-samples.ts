/** The items of every resource as the simulator serves them, taken from the answers of a healthy run. */

import { paramsOf } from '../../schemas/place.ts';
import { ownPlacesOf, parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { optIn } from '../support/opt-in.ts';
import { leavesOf, type Place } from './hostile-places.ts';
import { collectFrom, type Outcome } from './hostile-run.ts';

/** Which answers hold records of a resource, and where: at `data[key]`, or `data` itself where there is no key. */
export interface Answer {
  readonly operationId: string;
  readonly key: string;
}

/** Returns the answers that a resource's records are in, each once. What adds to a record is one of them. */
export function answersOf(definition: ResourceDefinition): readonly Answer[] {
  const lists = ownPlacesOf(definition).flatMap(({ operationId, key, streams }) =>
    (streams ?? [{ key }]).map((stream) => ({ operationId, key: stream.key })),
  );
  const { detail } = definition;
  const all = detail?.isMerged === true ? [...lists, detail] : lists;
  return [...new Map(all.map((answer) => [`${answer.operationId} ${answer.key}`, answer])).values()];
}

/** Returns the fields of a resource's records by which others are asked for, and that decide whether they are. */
export function namingFieldsOf(name: string): readonly string[] {
  const parents = resources.flatMap((definition) => {
    const other = definition.otherSide?.parent;
    return [...parentsOf(definition), ...(other === undefined ? [] : [other])];
  });
  const fields = parents
    .filter(({ resource }) => resource === name)
    .flatMap((parent) => [
      ...Object.values(paramsOf(parent)).flatMap(({ from, field }) => (from === 'data' ? [field] : [])),
      ...(parent.where === undefined ? [] : [parent.where.field]),
    ]);
  return [...new Set(fields)];
}

/** The items of an answer: those of a list, or the one object. */
export function itemsIn(body: unknown, key: string): readonly unknown[] {
  const { data } = body as { readonly data?: Readonly<Record<string, unknown>> };
  const found = key === '' ? data : data?.[key];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** Returns the body with every item changed. */
export function mapItems(
  body: unknown,
  key: string,
  change: (item: unknown, index: number) => unknown,
): unknown {
  const { data } = body as { readonly data?: Readonly<Record<string, unknown>> };
  const found = key === '' ? data : data?.[key];
  if (found === undefined) return body;
  const changed = Array.isArray(found) ? found.map(change) : change(found, 0);
  return { data: key === '' ? changed : { ...data, [key]: changed } };
}

export interface Sample {
  readonly definition: ResourceDefinition;
  readonly items: readonly unknown[];
  /** Every place that occurs in any of the items, once. */
  readonly places: readonly { readonly item: unknown; readonly place: Place }[];
}

/** Collects all there is once, and returns the outcome together with what was served. `include`: what has to be named. */
export async function sampleFrom(
  simulator: Simulator,
  include: readonly string[] = optIn,
): Promise<{ readonly healthy: Outcome; readonly samples: readonly Sample[] }> {
  const items = new Map<string, unknown[]>();
  for (const definition of resources) {
    const seen: unknown[] = [];
    items.set(definition.name, seen);
    for (const { operationId, key } of answersOf(definition)) {
      const transform = (body: unknown) => {
        seen.push(...itemsIn(body, key));
        return body;
      };
      simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
    }
  }
  const healthy = await collectFrom(simulator, include);
  simulator.clearFaults();
  return {
    healthy,
    samples: resources.map((definition) => {
      const own = [...(items.get(definition.name) ?? []), ...broughtBy(definition, items)];
      return { definition, items: own, places: placesOf(own) };
    }),
  };
}

/** What comes with the records of its parent. */
function broughtBy(
  { parent, within }: ResourceDefinition,
  items: ReadonlyMap<string, readonly unknown[]>,
): readonly unknown[] {
  if (parent === undefined || within === undefined) return [];
  return (items.get(parent.resource) ?? []).flatMap(
    (item) => (item as Readonly<Record<string, readonly unknown[] | undefined>>)[within.field] ?? [],
  );
}

function placesOf(items: readonly unknown[]): Sample['places'] {
  const places = new Map<string, { item: unknown; place: Place }>();
  for (const item of items) {
    for (const place of leavesOf(item)) {
      if (!places.has(place.pattern)) places.set(place.pattern, { item, place });
    }
  }
  return [...places.values()];
}
