/** What `doctor --json` prints: a verdict on each property of each store, and on the clock. */
import * as z from 'zod';
import { exitCode } from './exit-code.ts';

const verdict = {
  verdict: z
    .enum(['ok', 'missing', 'could-not-look'])
    .describe('could-not-look: not known, which is never a pass.'),
  detail: z.string(),
  hint: z.string().optional().describe('What to change.'),
};

export const storeProperties = [
  'usable',
  'create-only',
  'create-only-at-once',
  'checksum',
  'wrong-checksum',
  'encryption',
  'overwrite',
  'delete',
  'legal-hold',
  'legal-hold-release',
  'versioning',
  'object-lock',
  'default-retention',
  'owner',
  'region',
  'public-access',
  'clock',
  'hard-links',
  'same-file-system',
  'permissions',
] as const;

export const storeProbe = z.strictObject({ property: z.enum(storeProperties), ...verdict });

export const doctorDocument = z.strictObject({
  schema: z.literal('segment-evidence/doctor/v1'),
  exitCode,
  stores: z.array(
    z.strictObject({
      store: z.string(),
      connections: z.array(z.string()),
      wroteBelow: z.string().describe('Nothing else was written or removed.'),
      exitCode,
      properties: z.array(storeProbe),
    }),
  ),
  clocks: z.array(z.strictObject({ host: z.string(), property: z.literal('clock'), ...verdict })),
});
