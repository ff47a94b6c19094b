/** Builds the world from a seed, a size and a time, parts in the order in which they refer to each other. */
import { extendAuditTrail } from './audit.ts';
import { worldAnchor } from './calendar.ts';
import { buildDestinations } from './destinations.ts';
import { buildFilters, buildSubscriptions, buildTransformations } from './flows.ts';
import { buildFunctions } from './functions.ts';
import { buildPeople } from './people.ts';
import { buildRegulations, buildSuppressions } from './privacy.ts';
import { buildRoles } from './roles.ts';
import { SCALES, type Scale, type WorldSize } from './scale.ts';
import { buildSources, ENVIRONMENT_LABELS } from './sources.ts';
import { buildSpaces } from './spaces.ts';
import { buildTrackingPlans } from './tracking-plans.ts';
import { buildWarehouses } from './warehouses.ts';
import { buildWorkspace } from './workspace.ts';
import type { World } from './world.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly size: WorldSize | Scale;
  readonly now: Date;
}

/** Returns the world of a seed, size and time; equal arguments give equal worlds, byte for byte. */
export function buildWorld({ seed, size, now }: WorldOptions): World {
  const scale = typeof size === 'string' ? SCALES[size] : size;
  const anchor = worldAnchor(now);
  const workspace = buildWorkspace(seed);
  const roles = buildRoles();
  const { sources, sourceSettings, governedIds } = buildSources({ seed, workspace, count: scale.sources });
  const warehousing = buildWarehouses({ seed, anchor, scale, workspace, sources });
  const destinations = buildDestinations({ seed, count: scale.destinations, sources });
  const functions = buildFunctions({
    seed,
    anchor,
    count: scale.functions,
    workspace,
    sources,
    destinations,
  });
  const spaces = buildSpaces({ seed, anchor, scale, workspace });
  const world: World = {
    seed,
    anchor,
    workspace,
    roles,
    labels: ENVIRONMENT_LABELS.map((label) => ({ ...label })),
    ...buildPeople({ seed, scale, workspace, roles, sources, ...warehousing, ...functions, ...spaces }),
    sources,
    sourceSettings,
    destinations,
    destinationFilters: buildFilters(seed, anchor, destinations),
    destinationSubscriptions: buildSubscriptions(seed, destinations, warehousing.reverseEtlModels),
    ...buildTrackingPlans({ seed, anchor, scale, governedIds }),
    transformations: buildTransformations({
      seed,
      count: scale.transformations,
      workspace,
      sources,
      destinations,
    }),
    ...warehousing,
    ...functions,
    ...spaces,
    regulations: buildRegulations(seed, now, scale.regulationsPerWeek),
    suppressions: buildSuppressions(seed, scale.suppressions),
    auditEvents: [],
    auditedUntil: new Date(0),
    auditEventsPerDay: scale.auditEventsPerDay,
  };
  extendAuditTrail(world, now);
  return world;
}
