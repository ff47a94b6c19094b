import * as z from 'zod';
import { identifier, openEnum } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const trackingPlans = defineResource({
  name: 'tracking-plans',
  schemaVersion: 1,
  purpose: 'Which plans say what may be sent.',
  operationId: 'listTrackingPlans',
  path: '/tracking-plans',
  shape: 'list',
  key: 'trackingPlans',
  feature: 'protocols',
  role: 'Tracking Plan Read-only',
  auditedAs: { name: ['Tracking Plan'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    name: z.string().optional(),
    slug: identifier().optional(),
    description: z.string().optional(),
    type: openEnum('ENGAGE', 'LIVE', 'PROPERTY_LIBRARY', 'RULE_LIBRARY', 'TEMPLATE'),
    resourceSchemaId: identifier().optional(),
    createdAt: z.string().optional(),
    updatedAt: z.string().optional(),
  }),
  goneBy: ['Tracking Plan Deleted'],
});
