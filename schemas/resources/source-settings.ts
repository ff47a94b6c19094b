import * as z from 'zod';
import { identifier, openEnum } from '../policy.ts';
import { defineResource } from '../resource.ts';

const track = z.object({
  allowUnplannedEvents: z.boolean().optional(),
  allowUnplannedEventProperties: z.boolean().optional(),
  allowEventOnViolations: z.boolean().optional(),
  allowPropertiesOnViolations: z.boolean().optional(),
  commonEventOnViolations: openEnum('ALLOW', 'BLOCK', 'OMIT_PROPERTIES').optional(),
});

const traits = z.object({
  allowUnplannedTraits: z.boolean().optional(),
  allowTraitsOnViolations: z.boolean().optional(),
  commonEventOnViolations: openEnum('ALLOW', 'BLOCK', 'OMIT_TRAITS').optional(),
});

export const sourceSettings = defineResource({
  name: 'source-settings',
  schemaVersion: 1,
  purpose: 'What each source lets through when data is not planned or violates its plan.',
  operationId: 'listSchemaSettingsInSource',
  path: '/sources/{sourceId}/settings',
  shape: 'item',
  key: 'settings',
  parent: { resource: 'sources', param: 'sourceId' },
  role: 'Source Read-only on all sources',
  auditedAs: { also: ['Source'] },
  id: [{ from: 'parent', field: 'sourceId' }],
  record: z.object({
    track: track.optional(),
    identify: traits.optional(),
    group: traits.optional(),
    forwardingViolationsTo: identifier().optional(),
    forwardingBlockedEventsTo: identifier().optional(),
  }),
});
