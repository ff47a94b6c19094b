/** The items of every resource as the simulator serves them, taken from the answers of a healthy run. */

import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { byDefault as resources } from '../support/by-default.ts';
import { leavesOf, type Place } from './hostile-places.ts';
import { collectFrom, type Outcome } from './hostile-run.ts';

/** The items at `data[key]` of an answer: those of a list, or the one object. */
export function itemsIn(body: unknown, key: string): readonly unknown[] {
  const found = (body as { readonly data?: Readonly<Record<string, unknown>> }).data?.[key];
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
  const found = data?.[key];
  if (found === undefined) return body;
  const changed = Array.isArray(found) ? found.map(change) : change(found, 0);
  return { data: { ...data, [key]: changed } };
}

export interface Sample {
  readonly definition: ResourceDefinition;
  readonly items: readonly unknown[];
  /** Every place that occurs in any of the items, once. */
  readonly places: readonly { readonly item: unknown; readonly place: Place }[];
}

/** Collects once, and returns the outcome together with what was served. */
export async function sampleFrom(
  simulator: Simulator,
): Promise<{ readonly healthy: Outcome; readonly samples: readonly Sample[] }> {
  const items = new Map<string, unknown[]>();
  for (const { name, operationId, key } of resources) {
    const seen: unknown[] = [];
    items.set(name, seen);
    const transform = (body: unknown) => {
      seen.push(...itemsIn(body, key));
      return body;
    };
    simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
  }
  const healthy = await collectFrom(simulator);
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
