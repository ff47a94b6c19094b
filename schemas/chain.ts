/**
 * The signed record of one run: a Sigstore bundle around a DSSE envelope around an in-toto Statement.
 * Its existence in the store is the commit.
 */
import * as z from 'zod';
import { instant, manifestMembers, sha256Hex } from './manifest.ts';

export const BUNDLE_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:segment-evidence:attestation:evidence-snapshot:v1';

/** Bytes of a record. None is written that is larger, and nothing larger is read for one. */
export const LARGEST_RECORD_BYTES = 16 * 1024 * 1024;

const base64 = z.base64().min(1);
const logId = z.string().regex(/^[0-9a-f]{32}$/);
const count = z.int().nonnegative();

export const chainMembers = z.strictObject({
  /** 1 for the connection's first chain; a chain that cannot be extended is followed by the next. */
  number: z.int().positive().max(999),
  logId,
  seq: count,
  prev: z.strictObject({ seq: count, sha256: sha256Hex }).nullable(),
  recordedAt: instant,
  /** Key id of the key that signs from the next record on: this one is the last of its own key. */
  nextKey: sha256Hex.optional(),
  /** Key id of the key that signed the record before, which named this record's key as the next. */
  rotatedFrom: sha256Hex.optional(),
  continues: z.strictObject({ number: z.int().positive(), logId, size: count, root: sha256Hex }).nullable(),
});

export const predicate = z.strictObject({
  ...manifestMembers,
  chain: chainMembers,
  snapshotPath: z.string(),
  checkpoint: z.strictObject({ size: count, root: sha256Hex, frontier: z.array(sha256Hex) }),
  lastComplete: z.strictObject({ seq: count, at: instant }).nullable(),
  derived: z
    .strictObject({
      recordSha256: sha256Hex.describe('Of the file of the record that it was made from.'),
      factsSha256: sha256Hex.describe('Of `derived` in export.json, as RFC 8785: what was changed.'),
    })
    .optional()
    .describe(
      'Only in a pseudonymised export: no record of a collector, but one that was made from it, under another key.',
    ),
});

export const statement = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: sha256Hex }) })),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate,
});

export const bundle = z.strictObject({
  mediaType: z.literal(BUNDLE_MEDIA_TYPE),
  verificationMaterial: z.strictObject({
    publicKey: z.strictObject({ hint: sha256Hex }),
    tlogEntries: z.array(z.unknown()).max(0),
    timestampVerificationData: z
      .strictObject({ rfc3161Timestamps: z.array(z.strictObject({ signedTimestamp: base64 })) })
      .optional(),
  }),
  dsseEnvelope: z.strictObject({
    payload: base64,
    payloadType: z.literal(PAYLOAD_TYPE),
    // Exactly one: other verifiers of Sigstore bundles refuse two.
    signatures: z.array(z.strictObject({ keyid: sha256Hex, sig: base64 })).length(1),
  }),
});

export type ChainMembers = z.infer<typeof chainMembers>;
export type Predicate = z.infer<typeof predicate>;
export type Statement = z.infer<typeof statement>;
export type Bundle = z.infer<typeof bundle>;
export type Checkpoint = Predicate['checkpoint'];
