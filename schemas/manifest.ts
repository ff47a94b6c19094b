/**
 * The snapshot's table of contents: what was asked, what answered, what is missing, with digests.
 * Stored as `evidence-manifest.json` and, with the chain's members, as the signed predicate.
 */
import * as z from 'zod';
import { metWays } from './assumptions.ts';
import { condition } from './condition.ts';
import { driftedField } from './drift.ts';
import { inputEntry } from './input-entry.ts';
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

/** A request as it was sent, page after page, under one parent after another. */
const askedRequest = z.strictObject({
  operationId: z.string(),
  path: z.string().describe('With {param} where the value is a parent record’s.'),
  query: z
    .record(z.string(), z.string())
    .describe('Parameters as sent, without cursors; {param} where the value is a parent record’s.'),
});

/** All that is known of, in one class each: the five add up to everything that is listed or named. */
const knownClasses = z.strictObject({
  matched: count.describe('Listed, and named by records of other resources.'),
  observedOnly: count.describe('Listed, and named by no other.'),
  namedElsewhereOnly: count.describe(
    'Named by others and not listed, and Segment, asked by id, said whether it has it.',
  ),
  excluded: count.describe('Named by others, of a resource that was left out on purpose.'),
  indeterminate: count.describe('Named by others and not listed, and nobody knows why.'),
});

/** Records of another resource that name some of this one: where in their lines, and how many different ids. */
const naming = z.strictObject({
  resource: z.string(),
  pointers: z.array(z.string()).describe('RFC 6901, in the line of a record.'),
  ids: count,
});

/** The first page of each list asked for again when all had been read. */
const secondLook = z.strictObject({
  at: instant,
  pages: count,
  equal: z
    .boolean()
    .nullable()
    .describe('The same ids and totals as when it was read; of audit events: none since. null: no answer.'),
  total: count.optional().describe('What the lists said then.'),
  result: z
    .enum(['read-again', 'moved', 'no-answer'])
    .optional()
    .describe(
      'Of a list of several pages: read once more, or not known to have stood still. Of any: not answered.',
    ),
  events: count.optional().describe('Audit events since the end of the window, at least.'),
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
      idsSha256: sha256Hex
        .optional()
        .describe(
          'Of the different ids in UTF-16 order, each followed by LF: equal counts are not equal membership.',
        ),
      /** Records that others name, that the list has not, and that Segment says it has not either. */
      dangling: count.optional(),
      firstTotal: count.optional(),
      lastTotal: count.optional(),
      rules: z.array(completenessRule),
      secondLook: secondLook.optional(),
    })
    .optional(),
  /** Exactly what was asked for; records of early versions do not say. */
  asked: z.array(askedRequest).optional(),
  /** Also of what was not read, where others name records of it. */
  known: knownClasses.optional(),
  crossReferences: z.array(naming).optional(),
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
  accepted: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Ids of checks that fail, and of which somebody has accepted that they do; sorted.'),
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
    resumed: z
      .strictObject({ since: instant, resources: z.array(z.string()) })
      .optional()
      .describe(
        'Resources that a run of this slot had read whole before it was cut off, and when the first such run started.',
      ),
    executor: executor.optional(),
  }),
  status: z.enum(['complete', 'partial', 'failed']),
  conditions: z.array(condition),
  resources: z.array(resourceEntry),
  inputs: z
    .array(inputEntry)
    .optional()
    .describe('Files of the company’s own that were named, by name; absent where none was.'),
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
  assumptions: metWays.optional().describe('Which way each uncertain behaviour of the API went.'),
};

export const manifest = z.strictObject(manifestMembers);

export type Manifest = z.infer<typeof manifest>;
export type ResourceEntry = Manifest['resources'][number];
export type ArtifactEntry = Manifest['artifacts'][number];
export type Coverage = Manifest['coverage'];
export type Executor = z.infer<typeof executor>;
export type SnapshotStatus = Manifest['status'];
export type AskedRequest = z.infer<typeof askedRequest>;
export type KnownClasses = z.infer<typeof knownClasses>;
export type Naming = z.infer<typeof naming>;
export type SecondLook = z.infer<typeof secondLook>;
export type CompletenessRule = z.infer<typeof completenessRule>;
