import { z } from 'zod';
import { login, personal } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const auditEvents = defineResource({
  name: 'audit-events',
  schemaVersion: 1,
  purpose: 'Who changed what and when. Segment forgets after 90 days; this does not.',
  operationId: 'listAuditEvents',
  path: '/audit-events',
  shape: 'list',
  key: 'events',
  tallied: 'type',
  window: { from: 'startTime', to: 'endTime', field: 'timestamp', days: 90 },
  hasOptionalPages: true,
  feature: 'auditTrail',
  role: 'Workspace Owner',
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: z.string(),
    timestamp: z.string(),
    type: z.string(),
    actor: personal(),
    actorEmail: login().optional(),
    resourceId: z.string(),
    resourceType: z.string(),
    resourceName: personal(),
  }),
});
