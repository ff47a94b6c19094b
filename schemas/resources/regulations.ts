import * as z from 'zod';
import { identifier, openEnum, setOf, subject } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const regulations = defineResource({
  name: 'regulations',
  schemaVersion: 1,
  purpose: 'Which requests to delete or suppress people were made in the last 90 days, and how they went.',
  operationId: 'listWorkspaceRegulations',
  path: '/regulations',
  shape: 'list',
  key: 'regulations',
  role: 'End User Privacy Admin',
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    subjectType: identifier(),
    subjects: setOf(subject()),
    status: openEnum(
      'FAILED',
      'FINISHED',
      'INITIALIZED',
      'INVALID',
      'NOT_SUPPORTED',
      'PARTIAL_SUCCESS',
      'RUNNING',
    ),
    regulationType: openEnum(
      'DELETE_ARCHIVE_ONLY',
      'DELETE_INTERNAL',
      'DELETE_ONLY',
      'SUPPRESS_ONLY',
      'SUPPRESS_WITH_DELETE',
      'SUPPRESS_WITH_DELETE_INTERNAL',
      'UNSUPPRESS',
    ),
    createdAt: z.string(),
    finishedAt: z.string().optional(),
  }),
});
