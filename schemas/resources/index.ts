/** The resources that are collected, parents before their children. The explicit list, nothing else. */
import type { ResourceDefinition } from '../resource.ts';
import { auditEvents } from './audit-events.ts';
import { credentials } from './credentials.ts';
import { destinationFilters } from './destination-filters.ts';
import { destinations } from './destinations.ts';
import { functions } from './functions.ts';
import { groupInvites } from './group-invites.ts';
import { groupMembers } from './group-members.ts';
import { groups } from './groups.ts';
import { invites } from './invites.ts';
import { labels } from './labels.ts';
import { regulations } from './regulations.ts';
import { reverseEtlModels } from './reverse-etl-models.ts';
import { roles } from './roles.ts';
import { sourceSettings } from './source-settings.ts';
import { sources } from './sources.ts';
import { spaces } from './spaces.ts';
import { suppressions } from './suppressions.ts';
import { trackingPlanRules } from './tracking-plan-rules.ts';
import { trackingPlanSources } from './tracking-plan-sources.ts';
import { trackingPlans } from './tracking-plans.ts';
import { transformations } from './transformations.ts';
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
];

/** Features that a workspace may have or not have, as `features` of a connection names them. */
export const features: readonly string[] = [...new Set(resources.flatMap(({ feature }) => feature ?? []))];
