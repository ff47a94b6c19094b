/** The resources that are collected, parents before their children. The explicit list, nothing else. */
import type { ResourceDefinition } from '../resource.ts';
import { audienceActivations } from './audience-activations.ts';
import { audienceDestinations } from './audience-destinations.ts';
import { audienceSchedules } from './audience-schedules.ts';
import { audiences } from './audiences.ts';
import { auditEvents } from './audit-events.ts';
import { computedTraits } from './computed-traits.ts';
import { credentialConsumers } from './credential-consumers.ts';
import { credentials } from './credentials.ts';
import { deliveryMetrics } from './delivery-metrics.ts';
import { deliveryOverview } from './delivery-overview.ts';
import { destinationFilters } from './destination-filters.ts';
import { destinationSubscriptions } from './destination-subscriptions.ts';
import { destinations } from './destinations.ts';
import { eventVolume } from './event-volume.ts';
import { functionVersions } from './function-versions.ts';
import { functions } from './functions.ts';
import { groupInvites } from './group-invites.ts';
import { groupMembers } from './group-members.ts';
import { groups } from './groups.ts';
import { insertFunctionInstances } from './insert-function-instances.ts';
import { invites } from './invites.ts';
import { labels } from './labels.ts';
import { livePlugins } from './live-plugins.ts';
import { profilesSelectiveSyncs } from './profiles-selective-syncs.ts';
import { profilesWarehouses } from './profiles-warehouses.ts';
import { regulations } from './regulations.ts';
import { reverseEtlModels } from './reverse-etl-models.ts';
import { reverseEtlSyncs } from './reverse-etl-syncs.ts';
import { roles } from './roles.ts';
import { selectiveSyncs } from './selective-syncs.ts';
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
import { warehouseSyncSchedules } from './warehouse-sync-schedules.ts';
import { warehouseSyncs } from './warehouse-syncs.ts';
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
  destinationSubscriptions,
  credentialConsumers,
  functionVersions,
  insertFunctionInstances,
  livePlugins,
  warehouseSyncs,
  warehouseSyncSchedules,
  selectiveSyncs,
  reverseEtlSyncs,
  deliveryMetrics,
  deliveryOverview,
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
