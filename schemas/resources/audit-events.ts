import * as z from 'zod';
import { identifier, login, personal, personId } from '../policy.ts';
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
    id: identifier(),
    timestamp: z.string(),
    type: identifier(),
    actor: personal('id'),
    actorEmail: login().optional(),
    resourceId: personId('subject-id'),
    resourceType: identifier(),
    resourceName: personal('subject-name'),
  }),
});
