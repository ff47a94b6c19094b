import { relationTo } from '../policy.ts';
import { defineResource } from '../resource.ts';
import { sources } from './sources.ts';

export const trackingPlanSources = defineResource({
  name: 'tracking-plan-sources',
  schemaVersion: 1,
  purpose: 'Which sources each plan is enforced on.',
  operationId: 'listSourcesFromTrackingPlan',
  path: '/tracking-plans/{trackingPlanId}/sources',
  shape: 'list',
  key: 'sources',
  parent: { resource: 'tracking-plans', param: 'trackingPlanId' },
  feature: 'protocols',
  role: 'Tracking Plan Read-only and Source Read-only',
  auditedAs: { also: ['Tracking Plan'] },
  id: [
    { from: 'parent', field: 'trackingPlanId' },
    { from: 'data', field: 'id' },
  ],
  record: relationTo(sources.record),
  references: [{ field: 'id', in: 'data', to: 'sources' }],
});
