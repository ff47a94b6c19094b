/**
 * `data/checks/results.json`: what every check answered about a run, sealed with what it was asked of. Judged as of
 * the start of the run, from sealed bytes alone: asked again over the same snapshot, the same bytes come out.
 */
import * as z from 'zod';
import { severities } from './condition.ts';
import { instant, sha256Hex } from './manifest.ts';

export const CHECK_RESULTS_SCHEMA = 'segment-evidence/check-results/v1';

export const checkOutcomes = [
  'pass',
  'fail',
  'warn',
  'not_applicable',
  'not_configured',
  'indeterminate',
  'error',
] as const;

export const checkAreas = [
  'membership',
  'token',
  'sources',
  'tracking-plans',
  'destinations',
  'privacy',
  'warehouses',
  'functions',
  'audit-trail',
  'residency',
  'usage',
  'evidence',
] as const;

/** Whose requirements a check supports, never satisfies. */
export const frameworkNames = [
  'soc2',
  'iso27001',
  'iso27701',
  'gdpr',
  'hipaa',
  'nist80053',
  'nistcsf',
  'pci',
  'ccpa',
] as const;

const ids = z.array(z.string());
const count = z.int().nonnegative();

export const controls = z.strictObject(
  Object.fromEntries(frameworkNames.map((name) => [name, ids])) as Record<
    (typeof frameworkNames)[number],
    typeof ids
  >,
);
export type Controls = z.infer<typeof controls>;

export const checkException = z.strictObject({
  subject: z.string().describe('What it is about: `<resource>/<id>`, or `workspace`.'),
  detail: z.string().describe('One sentence for a person.'),
  level: z
    .enum(['fail', 'warn', 'unknown'])
    .describe('`unknown`: nobody can tell of this one; the check cannot pass because of it.'),
});
export type CheckException = z.infer<typeof checkException>;

export const appliedWaiver = z.strictObject({
  state: z.enum(['accepted', 'in-part', 'expired']),
  approverRole: z.string(),
  reason: z.string(),
  ticket: z.string().optional(),
  expires: z.iso.date(),
  subjects: z.array(z.string()).optional().describe('Absent: all that the check finds.'),
});

export const sightings = z.strictObject({
  from: instant.describe('Since when it has looked: what it saw then may be older.'),
  list: z.array(z.strictObject({ subject: z.string(), since: instant })).describe('Sorted by subject.'),
  left: z
    .int()
    .positive()
    .optional()
    .describe('So many more were seen than are listed: of what is not in the list, nobody knows since when.'),
});
export type Sightings = z.infer<typeof sightings>;

export const checkResult = z.strictObject({
  checkId: z.string(),
  checkVersion: z.int().positive(),
  title: z.string(),
  area: z.enum(checkAreas),
  severity: z.enum(severities),
  confidence: z.enum(['read', 'inferred', 'declared']),
  outcome: z.enum(checkOutcomes),
  reason: z.string().optional().describe('Why it is neither `pass` nor `fail`, or what must be known.'),
  params: z.record(z.string(), z.unknown()).describe('With which values it was asked.'),
  populationSize: count.nullable().describe('How many were looked at; null: none could be.'),
  exceptions: z.array(checkException).describe('The first ones by level and subject.'),
  exceptionTotals: z
    .strictObject({ fail: count, warn: count, unknown: count })
    .describe('Of all, also those that are not listed.'),
  evidence: z
    .array(
      z.strictObject({
        resource: z.string(),
        outcome: z.string().describe('How reading it ended.'),
        path: z.string().optional(),
        sha256: sha256Hex.optional(),
      }),
    )
    .describe('What the answer rests on. A `pass` names at least one file.'),
  controls,
  remediation: z.string(),
  waiver: appliedWaiver.optional(),
  sightings: sightings
    .optional()
    .describe('Since when it has seen what it looks for: the next run takes this on.'),
});
export type CheckResult = z.infer<typeof checkResult>;

export const checkResults = z.strictObject({
  schema: z.literal(CHECK_RESULTS_SCHEMA),
  catalog: z.strictObject({ version: z.string(), sha256: sha256Hex }),
  evaluatedAt: instant.describe('When the run started: ages are counted to it.'),
  judgedWith: z
    .strictObject({
      previous: z
        .strictObject({ chain: z.int().positive(), seq: count })
        .nullable()
        .describe('The record before this run, whose answers and files it was compared with.'),
      tokenSince: instant.nullable().describe('Since when the token is known at the latest.'),
      isTokenSinceDeclared: z
        .literal(true)
        .optional()
        .describe('That is the day on which it was made, as the configuration says: it is no older.'),
    })
    .describe('What else went in, so that the answers can be made again.'),
  results: z.array(checkResult).describe('Sorted by `checkId`.'),
});
export type CheckResults = z.infer<typeof checkResults>;
