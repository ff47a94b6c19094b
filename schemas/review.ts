/** What a store keeps of an access review: the population that was frozen, and what was decided of it. Beside the evidence. */
import * as z from 'zod';
import { certificate, snapshotName } from './commands/population.ts';
import { instant, sha256Hex } from './manifest.ts';

export const REVIEW_POPULATION_SCHEMA = 'segment-evidence/review-population/v1';
export const REVIEW_DECISIONS_SCHEMA = 'segment-evidence/review-decisions/v1';

export const reviewId = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/)
  .describe(
    'When the run of the snapshot started, and the first eight hex digits of the SHA-256 of population.json.',
  );

export const DECISIONS = ['approve', 'revoke', 'change', 'defer'] as const;
export const decision = z.enum(DECISIONS);
export type DecisionWord = z.infer<typeof decision>;

const labels = z.array(z.string()).optional().describe('Only what bears one of these, as `key=value`.');

const grant = z.strictObject({
  roleId: z.string(),
  role: z.string(),
  labels,
  resources: z.array(
    z.strictObject({ type: z.string(), id: z.string(), name: z.string().optional(), labels }),
  ),
});

export const reviewItem = z.strictObject({
  id: z
    .string()
    .describe('`<user>/role/<role>`, `<user>/group/<group>` or `<user>/account`, parts percent-encoded.'),
  kind: z
    .enum(['role', 'group', 'account'])
    .describe(
      'What can be taken away: a role given directly, a membership in a group, or an account that has neither.',
    ),
  userId: z.string(),
  email: z.string().nullable().describe('null: named as a member of a group, and not in the list of users.'),
  name: z.string().optional(),
  groupId: z.string().optional(),
  group: z.string().optional(),
  grants: z.array(grant).describe('What it gives, by role.'),
});

export const reviewPopulation = z.strictObject({
  schema: z.literal(REVIEW_POPULATION_SCHEMA),
  connection: z.string(),
  snapshot: snapshotName,
  gaps: z.array(z.string()).describe('What was not complete when it was frozen; empty: nothing.'),
  certificate: z.array(certificate),
  items: z.array(reviewItem),
});

export const reviewDecision = z.strictObject({
  id: reviewItem.shape.id,
  decision,
  reviewer: z.string().describe('An e-mail address, as it was written.'),
  reason: z.string().optional(),
});

export const reviewIdentity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asserted') }).describe('Nobody but the file says who decided.'),
  z
    .strictObject({
      kind: z.literal('signed'),
      reviewer: z
        .string()
        .describe('Whose key it is said to be: the one reviewer of all decisions of the file.'),
      keyId: sha256Hex.describe('SHA-256 of the public key, SPKI DER.'),
      publicKey: z.string().describe('In PEM. Trust comes from a key that came another way.'),
      signature: z.string().describe('Over the bytes of the file that was imported; padded base64.'),
    })
    .describe('The file was signed by a key of the reviewer.'),
]);

export const reviewDecisions = z.strictObject({
  schema: z.literal(REVIEW_DECISIONS_SCHEMA),
  connection: z.string(),
  reviewId,
  number: z.int().positive().describe('Of an item the decision of the last import counts that has it.'),
  populationSha256: sha256Hex,
  importedAt: instant,
  source: z
    .strictObject({ path: z.string(), sha256: sha256Hex })
    .describe('The file that was imported, as it is kept beside this one.'),
  identity: reviewIdentity,
  decisions: z
    .array(reviewDecision)
    .min(1)
    .describe('One for each item that this file decides, in the order of the population.'),
});

export type ReviewItem = z.infer<typeof reviewItem>;
export type ReviewPopulation = z.infer<typeof reviewPopulation>;
export type ReviewDecision = z.infer<typeof reviewDecision>;
export type ReviewDecisions = z.infer<typeof reviewDecisions>;
export type ReviewIdentity = z.infer<typeof reviewIdentity>;
