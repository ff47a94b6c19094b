/** `export.json`: what an export says of itself. Nobody signs it: it is held against the records that are in the export. */
import * as z from 'zod';
import { chainMembers } from './chain.ts';
import { instant, sha256Hex } from './manifest.ts';

const { number, logId, seq } = chainMembers.shape;

export const EXPORT_FACTS_SCHEMA = 'segment-evidence/export-bag/v1';

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
  derived: z
    .strictObject({
      sourceSha256: sha256Hex.describe('Of the payload manifest of the export that this was made from.'),
      changed: z.array(z.string()).describe('What was changed, a sentence each without its full stop.'),
    })
    .optional()
    .describe(
      'Only of a pseudonymised export: no record in it is signed, since signatures are of the original bytes.',
    ),
});

export type ExportFacts = z.infer<typeof exportFacts>;
export type ExportedChain = ExportFacts['chains'][number];
