import * as z from 'zod';
import { identifier, openEnum, setOf, volatile } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const audienceSchedule = z.object({
  id: identifier(),
  strategy: openEnum('PERIODIC', 'SPECIFIC_DAYS'),
  // Of either strategy: what the other has is missing.
  config: z
    .object({
      interval: z.string().optional(),
      days: setOf(z.number()).optional(),
      hours: setOf(z.number()).optional(),
      timezone: z.string().optional(),
    })
    .nullable()
    .optional(),
  nextExecution: volatile().optional(),
});

export const audienceSchedules = defineResource({
  name: 'audience-schedules',
  schemaVersion: 1,
  purpose: 'When audiences are computed that are not computed all the time.',
  operationId: 'listAudienceSchedulesFromSpaceAndAudience',
  path: '/spaces/{spaceId}/audiences/{id}/schedules',
  shape: 'array',
  key: 'audienceSchedules',
  parent: {
    resource: 'audiences',
    params: {
      spaceId: { from: 'parent', field: 'spaceId' },
      id: { from: 'data', field: 'id', as: 'audienceId' },
    },
  },
  within: { field: 'schedules' },
  feature: 'audience',
  whereOffered: true,
  role: 'Unify and Engage Read-only on all spaces',
  auditedAs: { also: ['Audience'] },
  id: [
    { from: 'parent', field: 'audienceId' },
    { from: 'data', field: 'id' },
  ],
  record: audienceSchedule,
});
