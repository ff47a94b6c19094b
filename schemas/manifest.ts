/**
 * The snapshot's table of contents: what was asked, what answered, what is missing, with digests.
 * Stored as `evidence-manifest.json` and, with the chain's members, as the signed predicate.
 */
import * as z from 'zod';
import { condition } from './condition.ts';
import { outcome, outcomeReason } from './outcome.ts';

export const MANIFEST_SCHEMA = 'segment-evidence/manifest/v1';

/** Milliseconds by which two clocks may differ and both count as right. */
export const LARGEST_SKEW_MS = 60_000;

export const instant = z.iso.datetime();
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

const completenessRule = z.strictObject({
  rule: z.string(),
  holds: z.boolean(),
  detail: z.string().optional(),
});

export const driftKinds = ['new-field', 'new-value', 'changed-type', 'missing'] as const;

/** A field in which records differ from what this version knows of them. */
const driftedField = z.strictObject({
  pointer: z
    .string()
    .describe('RFC 6901 in the line of a record, with * for any index, and for names that are not said.'),
  kind: z.enum(driftKinds),
  count: count.describe('Places in the records of this snapshot.'),
  firstSeenAt: instant,
});

export const resourceEntry = z.strictObject({
  name: z.string(),
  schemaVersion: z.int().positive(),
  outcome,
  reason: outcomeReason.optional(),
  httpStatus: z.int().optional(),
  /** null unless the outcome is `complete` or `partial`: a gap is never 0. */
  records: count.nullable(),
  /** What the API listed, where a record is a part of it: the reported total is held against this. */
  entries: count.optional(),
  pages: count,
  requests: count,
  reportedTotal: count.optional(),
  repeats: count.optional(),
  parents: z.strictObject({ total: count, read: count }).optional(),
  window: z.strictObject({ from: instant, to: instant, wholeTo: instant }).optional(),
  completeness: z
    .strictObject({
      method: z.enum(['cursor-exhausted', 'total-match', 'parent-child', 'single-answer', 'none']),
      distinctIds: count,
      /** Records that others name, that the list has not, and that Segment says it has not either. */
      dangling: count.optional(),
      firstTotal: count.optional(),
      lastTotal: count.optional(),
      rules: z.array(completenessRule),
    })
    .optional(),
  drift: z.array(driftedField).optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  path: z.string().optional(),
});

export const artifactEntry = z.strictObject({
  path: z.string(),
  mediaType: z.string(),
  bytes: count,
  records: count.optional(),
  sha256: sha256Hex,
  /** The oldest record of this connection since which these bytes have been equal. */
  unchangedSinceSeq: count.optional(),
});

const coverageEntry = z.strictObject({
  operationId: z.string(),
  path: z.string(),
  state: z.enum(['collected', 'derived', 'not-collected']),
  resource: z.string().optional(),
  reason: z.string().optional(),
});

const checkCounts = z.strictObject({
  catalogSha256: sha256Hex,
  pass: count,
  fail: count,
  warn: count,
  indeterminate: count,
  notConfigured: count,
  notApplicable: count,
  error: count,
});

/** On what a run was executed, as its environment says. Never an account, a host or a person. */
const executor = z.strictObject({
  kind: z.enum(['host', 'lambda', 'kubernetes', 'ci']),
  id: z.string().optional().describe('Lambda: function name/request id. CI: which service.'),
});

/** The manifest's members; the signed predicate repeats them at its top level. */
export const manifestMembers = {
  schema: z.literal(MANIFEST_SCHEMA),
  tool: z.strictObject({
    name: z.literal('segment-evidence'),
    version: z.string(),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional()
      .describe('Of the one file that ran; absent where the program ran from several.'),
  }),
  connection: z.string(),
  workspace: z
    .strictObject({ id: z.string(), slug: z.string(), name: z.string(), region: z.enum(['us', 'eu']) })
    .nullable(),
  origin: z.strictObject({
    host: z.string(),
    kind: z.enum(['segment', 'simulator', 'override']),
    proxy: z.string().optional(),
  }),
  run: z.strictObject({
    id: z.uuid(),
    slot: instant.nullable(),
    missedSlots: z.array(instant),
    trigger: z.enum(['schedule', 'catch-up', 'manual', 'resume', 'retry']),
    startedAt: instant,
    endedAt: instant,
    expectedNextBy: instant.optional(),
    executor: executor.optional(),
  }),
  status: z.enum(['complete', 'partial', 'failed']),
  conditions: z.array(condition),
  resources: z.array(resourceEntry),
  artifacts: z.array(artifactEntry),
  coverage: z.strictObject({
    operations: count,
    collected: count,
    derived: count,
    notCollected: count,
    list: z.array(coverageEntry),
  }),
  checks: checkCounts.nullable(),
  redaction: z.strictObject({ policySha256: sha256Hex, count }),
  fingerprint: z.strictObject({ keyId: z.string().regex(/^[0-9a-f]{8}$/) }),
  token: z
    .strictObject({
      fingerprint: z.string(),
      stage: z.string().optional(),
      firstSeenAt: instant,
      storedAt: instant
        .optional()
        .describe(
          'When the place that keeps it was given this very token, where that was before it was first seen.',
        ),
      declaredRole: z.string().optional(),
    })
    .nullable(),
  retention: z.strictObject({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), days: count }).nullable(),
  config: z.strictObject({
    sha256: sha256Hex.describe('Of data/configuration.json.'),
    channels: z
      .array(z.string())
      .optional()
      .describe(
        'Keyed fingerprint of the settings of each alert channel, in the order of the configuration.',
      ),
  }),
  clock: z.strictObject({ serverDate: instant, skewMs: z.int() }).nullable(),
};

export const manifest = z.strictObject(manifestMembers);

export type Manifest = z.infer<typeof manifest>;
export type ResourceEntry = Manifest['resources'][number];
export type ArtifactEntry = Manifest['artifacts'][number];
export type Coverage = Manifest['coverage'];
export type Executor = z.infer<typeof executor>;
export type SnapshotStatus = Manifest['status'];
export type DriftedField = z.infer<typeof driftedField>;
export type DriftKind = DriftedField['kind'];
export type CompletenessRule = z.infer<typeof completenessRule>;
