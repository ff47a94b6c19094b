/** The resources that are collected, parents before their children. The explicit list, nothing else. */
import type { ResourceDefinition } from '../resource.ts';
import { audienceActivations } from './audience-activations.ts';
import { audienceDestinations } from './audience-destinations.ts';
import { audienceSchedules } from './audience-schedules.ts';
import { audiences } from './audiences.ts';
import { auditEvents } from './audit-events.ts';
import { computedTraits } from './computed-traits.ts';
import { credentials } from './credentials.ts';
import { destinationFilters } from './destination-filters.ts';
import { destinations } from './destinations.ts';
import { eventVolume } from './event-volume.ts';
import { functions } from './functions.ts';
import { groupInvites } from './group-invites.ts';
import { groupMembers } from './group-members.ts';
import { groups } from './groups.ts';
import { invites } from './invites.ts';
import { labels } from './labels.ts';
import { profilesSelectiveSyncs } from './profiles-selective-syncs.ts';
import { profilesWarehouses } from './profiles-warehouses.ts';
import { regulations } from './regulations.ts';
import { reverseEtlModels } from './reverse-etl-models.ts';
import { roles } from './roles.ts';
import { sourceRegulations } from './source-regulations.ts';
import { sourceSettings } from './source-settings.ts';
import { sources } from './sources.ts';
import { spaceFilters } from './space-filters.ts';
import { spaceSchema } from './space-schema.ts';
import { spaces } from './spaces.ts';
import { suppressions } from './suppressions.ts';
import { trackingPlanRules } from './tracking-plan-rules.ts';
import { trackingPlanSources } from './tracking-plan-sources.ts';
import { trackingPlans } from './tracking-plans.ts';
import { transformations } from './transformations.ts';
import { usageApiCalls } from './usage-api-calls.ts';
import { usageMtu } from './usage-mtu.ts';
import { users } from './users.ts';
import { warehouseSources } from './warehouse-sources.ts';
import { warehouses } from './warehouses.ts';
import { workspace } from './workspace.ts';

export const resources: readonly ResourceDefinition[] = [
  workspace,
  users,
  groups,
  sources,
  destinations,
  trackingPlans,
  warehouses,
  functions,
  roles,
  invites,
  labels,
  transformations,
  credentials,
  regulations,
  suppressions,
  reverseEtlModels,
  spaces,
  auditEvents,
  trackingPlanRules,
  trackingPlanSources,
  sourceSettings,
  destinationFilters,
  groupMembers,
  groupInvites,
  warehouseSources,
  spaceFilters,
  audiences,
  audienceSchedules,
  audienceDestinations,
  audienceActivations,
  computedTraits,
  profilesWarehouses,
  profilesSelectiveSyncs,
  spaceSchema,
  sourceRegulations,
  usageApiCalls,
  usageMtu,
  eventVolume,
];

/** Features that a workspace may have or not have, as `features` of a connection names them. */
export const features: readonly string[] = [...new Set(resources.flatMap(({ feature }) => feature ?? []))];
