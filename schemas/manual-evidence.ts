/** What a store keeps of a file that somebody attached by hand. Beside the evidence. */
import * as z from 'zod';
import { instant, sha256Hex } from './manifest.ts';

export const MANUAL_EVIDENCE_SCHEMA = 'segment-evidence/manual-evidence/v1';

export const manualSlotId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('Slot that the file is for, such as `sso-enforcement`.');

export const manualId = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/)
  .describe('When it was attached, and the first eight hex digits of the SHA-256 of the file.');

const day = z.iso.date().describe('In UTC.');

export const manualFile = z.strictObject({
  path: z
    .string()
    .regex(/^file-[0-9a-f]{8}\.[a-z0-9]{1,8}$/)
    .describe('As it is kept beside this one.'),
  name: z.string().min(1).describe('As it was called, without what could move text or a cursor.'),
  mediaType: z.string().describe('By the ending of its name.'),
  bytes: z.int().positive(),
  sha256: sha256Hex,
});

export const manualEvidence = z.strictObject({
  schema: z.literal(MANUAL_EVIDENCE_SCHEMA),
  connection: z.string(),
  slot: manualSlotId,
  id: manualId,
  file: manualFile,
  effective: day.describe('First day that it is about. In UTC.'),
  expires: day.describe('Last day on which it counts. In UTC.'),
  attachedAt: instant.describe('By the clock of whoever attached it.'),
  by: z
    .strictObject({ kind: z.literal('asserted'), name: z.string().min(1).nullable() })
    .describe('Who attached it, as they or their system said: nobody signed it. null: nobody said.'),
  note: z.string().min(1).optional(),
});

export type ManualEvidence = z.infer<typeof manualEvidence>;
