/** The populations that have a view of their own. The explicit list, and which view a name has. */
import { resources } from '../../../schemas/resources/index.ts';
import { viewOfAny } from './any.ts';
import { credentials } from './credentials.ts';
import { dataFlows } from './data-flows.ts';
import { destinations } from './destinations.ts';
import { functions } from './functions.ts';
import { groups } from './groups.ts';
import { invites } from './invites.ts';
import { regulations } from './regulations.ts';
import { roles } from './roles.ts';
import { sources } from './sources.ts';
import { trackingPlans } from './tracking-plans.ts';
import { users } from './users.ts';
import type { View } from './view.ts';
import { warehouses } from './warehouses.ts';

export const views: readonly View[] = [
  users,
  groups,
  roles,
  invites,
  sources,
  destinations,
  trackingPlans,
  dataFlows,
  warehouses,
  functions,
  credentials,
  regulations,
];

/** Every name that `population` takes: of views first, then of what has none of its own. */
export const populationNames: readonly string[] = [
  ...new Set([...views.map(({ name }) => name), ...resources.map(({ name }) => name)]),
];

/** Returns the view of a population; undefined where there is none of that name. */
export function viewOf(name: string): View | undefined {
  const own = views.find((view) => view.name === name);
  if (own !== undefined) return own;
  const definition = resources.find((resource) => resource.name === name);
  return definition === undefined ? undefined : viewOfAny(definition);
}
