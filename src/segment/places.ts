/** Where a resource without parents is read: one place as a rule, one for each variant of its list. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { ReadFacts } from '../evidence/read-facts.ts';
import type { Place } from './place.ts';

/** The time that is asked for. Instants, ISO 8601 UTC. */
export type ReadWindow = NonNullable<ReadFacts['window']>;

/** Returns the places, each with the window it is asked for. */
export function placesOf(definition: ResourceDefinition, asked: ReadWindow | undefined): readonly Place[] {
  const { variants, window } = definition;
  const query =
    window === undefined || asked === undefined ? {} : { [window.from]: asked.from, [window.to]: asked.to };
  if (variants === undefined) return [{ ...definition, query }];
  return variants.values.map((value) => ({ ...definition, query: { ...query, [variants.param]: value } }));
}
