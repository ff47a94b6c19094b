/**
 * The index of a resume point: what a run that was cut off had read whole, in which encrypted files, and
 * what a later run must agree with to take it over. It is signed; it is evidence of nothing.
 */
import * as z from 'zod';

export const RESUME_POINT_SCHEMA = 'segment-evidence/resume-point/v1';

/** Another type than a record's: no signature of one can be passed off as the other's. */
export const RESUME_PAYLOAD_TYPE = 'application/vnd.segment-evidence.resume-point+json';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();

const file = z.strictObject({
  path: z
    .string()
    .regex(/^[0-9a-f]{8}\/part-\d{6}\.bin$/)
    .describe('Below the folder of the slot.'),
  bytes: z.int().min(1),
  sha256: sha256Hex,
});

/** What must be the same for the run that takes over. */
const bound = z.strictObject({
  toolVersion: z.string(),
  toolDigest: z.string().nullable(),
  configurationSha256: sha256Hex,
  policySha256: sha256Hex,
  origin: z.string().describe('The address that was read from.'),
  workspaceId: z.string(),
  tokenFingerprint: z.string(),
  fingerprintKeyId: z.string().regex(/^[0-9a-f]{8}$/),
});

export const resumePoint = z.strictObject({
  schema: z.literal(RESUME_POINT_SCHEMA),
  connection: z.string(),
  slot: instant,
  at: instant.describe('When this index was written.'),
  since: instant.describe('The start of the run that read the oldest of it.'),
  bound,
  resources: z.array(z.strictObject({ name: z.string(), files: z.array(file).min(1) })),
  secrets: z.array(file),
});

/** A DSSE envelope. */
export const resumeEnvelope = z.strictObject({
  payload: z.string(),
  payloadType: z.literal(RESUME_PAYLOAD_TYPE),
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.string() })).length(1),
});

export type ResumePoint = z.infer<typeof resumePoint>;
export type ResumeFile = z.infer<typeof file>;
export type ResumeBound = z.infer<typeof bound>;
