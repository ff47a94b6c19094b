/** `export.json`: what an export says of itself. Nobody signs it: it is held against the records that are in the export. */
import * as z from 'zod';
import { chainMembers } from './chain.ts';
import { instant, sha256Hex } from './manifest.ts';

const { number, logId, seq } = chainMembers.shape;

export const EXPORT_FACTS_SCHEMA = 'segment-evidence/export-bag/v1';

const count = z.int().nonnegative();

/** What a pseudonymised export is made from, and what was changed in it. */
export const derivedFacts = z.strictObject({
  keyId: sha256Hex.describe(
    'Of the key that signed every record in it. It was made for this export alone, and its private half was thrown away.',
  ),
  pseudonymKeyId: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .describe('In each fingerprint that stands in place of a person.'),
  source: z.strictObject({
    heads: z
      .array(
        z.strictObject({
          number,
          logId,
          seq: seq.describe('Of the last of its records that this was made from.'),
          recordSha256: sha256Hex.describe(
            'Of the file of that record, as it lies in the store. Each record in here names its own likewise.',
          ),
        }),
      )
      .describe(
        'Of the evidence that this was made from, what holds it: each record names the one before it.',
      ),
    signers: z.array(sha256Hex).describe('Ids of the keys that signed it.'),
  }),
  people: z
    .strictObject({ addresses: count, ids: count, names: count })
    .describe('How many different ones were replaced.'),
  domains: z
    .enum(['by-policy', 'unknown'])
    .describe(
      'by-policy: addresses say whether their domain was one of the company. unknown: none was named.',
    ),
  changed: z.array(z.string()).describe('What was changed, a sentence each without its full stop.'),
});

export const exportFacts = z.strictObject({
  schema: z.literal(EXPORT_FACTS_SCHEMA),
  connection: z.string(),
  from: instant.describe('The period that was asked for.'),
  to: instant,
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  chains: z
    .array(
      z.strictObject({
        number,
        logId: logId.describe('As the records say.'),
        first: seq
          .nullable()
          .describe(
            'Of the records, the first whose snapshot is in the export. The record before it is there without its snapshot; of all earlier ones only hashes are, one a line in leaf-hashes.txt. null: of this chain only hashes are there.',
          ),
        size: z.int().positive().describe('One more than the number of the last record.'),
      }),
    )
    .min(1)
    .describe('Chains with records in the period, and all before them.'),
  leftOut: z
    .array(z.string())
    .describe('What was asked for and is not in the export, a sentence each without its full stop.'),
  derived: derivedFacts
    .optional()
    .describe(
      'Only of a pseudonymised export: its records are signed by a key that was made for it, and each of them names this.',
    ),
});

export type DerivedFacts = z.infer<typeof derivedFacts>;
export type ExportFacts = z.infer<typeof exportFacts>;
export type ExportedChain = ExportFacts['chains'][number];
