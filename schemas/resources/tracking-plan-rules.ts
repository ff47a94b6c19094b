import * as z from 'zod';
import { json, openEnum } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const trackingPlanRules = defineResource({
  name: 'tracking-plan-rules',
  schemaVersion: 1,
  purpose: 'Which events and properties each plan allows.',
  operationId: 'listRulesFromTrackingPlan',
  path: '/tracking-plans/{trackingPlanId}/rules',
  shape: 'list',
  key: 'rules',
  parent: { resource: 'tracking-plans', param: 'trackingPlanId' },
  feature: 'protocols',
  role: 'Tracking Plan Read-only',
  auditedAs: { also: ['Tracking Plan'] },
  requestsPerMinute: 200,
  id: [
    { from: 'parent', field: 'trackingPlanId' },
    { from: 'data', field: 'type' },
    { from: 'data', field: 'key', whenMissing: '' },
    { from: 'data', field: 'version', isNumber: true },
  ],
  record: z.object({
    type: openEnum('COMMON', 'GROUP', 'IDENTIFY', 'PAGE', 'SCREEN', 'TRACK'),
    key: z.string().optional(),
    version: z.number(),
    jsonSchema: json(),
    createdAt: z.string().optional(),
    updatedAt: z.string().optional(),
    deprecatedAt: z.string().optional(),
  }),
});
