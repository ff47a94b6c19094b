import * as z from 'zod';
import { elsewhere, identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const eventVolume = defineResource({
  name: 'event-volume',
  schemaVersion: 1,
  purpose: 'How many events each source sent on each of the last 30 whole days.',
  operationId: 'getEventsVolumeFromWorkspace',
  path: '/events/volume',
  shape: 'list',
  key: 'result',
  span: { from: 'startTime', to: 'endTime', days: 30 },
  // Not by name: what a tracker calls an event may name a person.
  query: { granularity: 'DAY', groupBy: 'source' },
  hasOptionalPages: true,
  optIn: 'large',
  role: 'Workspace Owner',
  requestsPerMinute: 60,
  id: [{ from: 'data', field: 'source.id', whenMissing: '' }],
  record: z.object({
    source: z
      .object({ id: identifier(), name: elsewhere(z.string()), slug: elsewhere(identifier()) })
      .optional(),
    eventType: identifier().optional(),
    total: z.number(),
    series: z.array(z.object({ time: z.string(), count: z.number() })),
  }),
});
