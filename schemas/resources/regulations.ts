import * as z from 'zod';
import { anySettings, identifier, openEnum, setOf, subject } from '../policy.ts';
import { defineResource } from '../resource.ts';

const status = () =>
  openEnum('FAILED', 'FINISHED', 'INITIALIZED', 'INVALID', 'NOT_SUPPORTED', 'PARTIAL_SUCCESS', 'RUNNING');

/** How it went in one source, and in each destination behind it. */
const stream = z.object({
  id: identifier(),
  destinationStatus: setOf(
    z.object({
      name: z.string(),
      id: identifier(),
      status: status(),
      // What a destination answered may name the person.
      errString: anySettings(),
      finishedAt: z.string().optional(),
    }),
  ),
});

export const regulations = defineResource({
  name: 'regulations',
  schemaVersion: 1,
  purpose: 'Which requests to delete or suppress people were made in the last 90 days, and how they went.',
  operationId: 'listWorkspaceRegulations',
  path: '/regulations',
  shape: 'list',
  key: 'regulations',
  // A request for each: only where somebody asks for them.
  detail: {
    operationId: 'getRegulation',
    path: '/regulations/{regulateId}',
    key: 'regulation',
    param: 'regulateId',
    whenMissing: 'streamStatus',
    isMerged: true,
    optIn: 'large',
  },
  role: 'End User Privacy Admin',
  isActivity: true,
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    subjectType: identifier(),
    subjects: setOf(subject()),
    status: status(),
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
    overallStatus: status().optional(),
    streamStatus: setOf(stream).optional(),
  }),
});
