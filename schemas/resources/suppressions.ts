import * as z from 'zod';
import { identifier, subject } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const suppressions = defineResource({
  name: 'suppressions',
  schemaVersion: 1,
  purpose: 'How many people are suppressed; each only as a keyed fingerprint.',
  operationId: 'listSuppressions',
  path: '/suppressions',
  shape: 'list',
  key: 'suppressed',
  role: 'End User Privacy Admin',
  isActivity: true,
  // Segment packs several people into an entry, and differently from page to page.
  explode: { field: 'subjectIds', as: 'subjectId' },
  id: [
    { from: 'data', field: 'subjectType' },
    { from: 'data', field: 'subjectId' },
  ],
  record: z.object({ subjectType: identifier(), subjectId: subject() }),
  // A person who was suppressed twice is in two entries.
  repeatsAreNormal: true,
});
