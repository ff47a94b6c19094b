/** What `verify --json` prints: of what this is evidence, and everything that was found. */
import * as z from 'zod';
import { chainMembers } from '../chain.ts';
import { derivedFacts } from '../export-facts.ts';
import { instant, manifestMembers, sha256Hex } from '../manifest.ts';
import { offSchedule, slot, span } from './calendar.ts';
import { exitCode } from './exit-code.ts';

const count = z.int().nonnegative();

export const failureCodes = [
  'DIGEST_MISMATCH',
  'SIGNATURE_INVALID',
  'KEY_UNTRUSTED',
  'ARTIFACT_MISSING',
  'ARTIFACT_UNLISTED',
  'MANIFEST_MISSING',
  'CHAIN_BROKEN',
  'TRUNCATED',
  'REWRITTEN',
  'STAMP_INVALID',
  'NOT_WRITE_ONCE',
  'CONTENT_INVALID',
  'FORMAT_UNKNOWN',
  'KEY_NOT_PINNED',
  'NOTHING_THERE',
  'UNREADABLE',
] as const;

export const noteKinds = [
  'not-a-real-workspace',
  'gap',
  'missed-slots',
  'uncommitted',
  'bytes-not-read',
  'continued',
  'key-not-used',
  'keys-not-named',
  'attached-by-hand',
  'not-configured',
  'nothing-outside',
  'signer-not-judged',
  'stamped-late',
  'not-stamped',
  'stamps-not-judged',
  'not-looked-at',
  'expired',
  'export',
  'derived',
  'clock-skew',
  'fingerprint-key-changed',
] as const;

const failure = z.strictObject({
  code: z.enum(failureCodes),
  where: z.string().describe('Path in the store, or what was given on the command line.'),
  message: z.string(),
  expected: z.string(),
  found: z.string(),
  count: count.optional().describe('How many records or lines it is about, where that is not one.'),
});

const note = z.strictObject({ kind: z.enum(noteKinds), where: z.string(), message: z.string() });

const coverage = z
  .strictObject({
    exitCode: exitCode.describe('0: covered. 4: not covered. Otherwise nothing can be said of it.'),
    from: instant.optional().describe('As asked for, or the first run of the connection.'),
    to: instant.optional().describe('As asked for, or now.'),
    slots: z.array(slot).optional().describe('As in the calendar of `status`.'),
    uncovered: z.array(span).optional().describe('At the start and at the end of the period.'),
    offSchedule: offSchedule.optional(),
    problems: z.array(z.string()).optional().describe('Why nothing can be said; then there is nothing else.'),
  })
  .describe('What the period lacks; only with --from or --to, and not of a snapshot alone.');
const seq = chainMembers.shape.seq;
const stamp = z.strictObject({
  chain: chainMembers.shape.number,
  seq,
  at: instant,
  authority: z.string(),
});
const range = z.strictObject({ chain: chainMembers.shape.number, from: seq, to: seq });

const stampReport = z.strictObject({
  valid: count.describe('Time stamps that verify under a pinned authority.'),
  notJudged: count.describe('Time stamps, while no authority is pinned.'),
  authorities: z.array(z.string()).describe('Whose stamps are valid.'),
  first: stamp.nullable().describe('The earliest valid one.'),
  last: stamp.nullable().describe('The latest valid one.'),
  records: count.describe('How many records they fix: those that are stamped, and all before them.'),
  fixed: z
    .array(range.extend({ at: instant, authority: z.string() }))
    .describe('Records in a row, since when, and by whom.'),
  notFixed: z.array(range),
});

const connectionReport = z.strictObject({
  connection: z.string(),
  derived: derivedFacts
    .optional()
    .describe('Only of a pseudonymised copy, which is no original evidence: what it was made from.'),
  origins: z.array(manifestMembers.origin.extend({ records: count })),
  workspaces: z.array(manifestMembers.workspace.unwrap().extend({ records: count })),
  period: z.strictObject({ from: instant, to: instant }).nullable().describe('null: no run was checked.'),
  statuses: z.strictObject({ complete: count, partial: count, failed: count }),
  lastCompleteAt: instant.nullable(),
  chains: z.array(
    z.strictObject({
      number: chainMembers.shape.number,
      logId: chainMembers.shape.logId.nullable(),
      records: count,
    }),
  ),
  signed: z
    .array(range.extend({ keyId: sha256Hex }))
    .describe('Who signed which records, by their own words; failures say where that is not so.'),
  outside: z.strictObject({
    receipts: z
      .array(z.strictObject({ receipt: z.string(), chain: chainMembers.shape.number, records: count }))
      .describe('Receipts that were given and hold: the first records of a chain that each of them fixes.'),
    uncovered: z
      .array(range)
      .describe('Records that nothing outside the store fixes: neither a receipt nor a time stamp.'),
  }),
  snapshots: count.describe('Snapshots whose files were checked.'),
  artifacts: count,
  artifactBytesRead: count,
  coverage: coverage.optional(),
  stamps: stampReport,
  receipt: z
    .string()
    .nullable()
    .describe('null: the chain is not intact, no key was pinned, or it is of a pseudonymised copy.'),
});

const page = z
  .strictObject({
    file: z.string(),
    sha256: sha256Hex,
    madeBy: z.string().nullable().describe('Name and version; null: it does not say.'),
    verdict: z.enum(['same', 'differs', 'cannot-tell']),
    exitCode: exitCode.describe('0: the same. 6: not. 7, or that of the evidence: nobody can tell.'),
    message: z.string(),
  })
  .describe('The page of --page, held against one that was made again from what was verified.');

export const verifyDocument = z.strictObject({
  schema: z.literal('segment-evidence/verify/v1'),
  exitCode,
  quick: z.boolean(),
  page: page.optional(),
  stores: z.array(
    z.strictObject({
      verdict: z.enum(['intact', 'failed', 'cannot-judge']),
      exitCode,
      location: z.string(),
      isQuick: z.boolean().describe("The artifacts' bytes were not read."),
      pinnedKeys: z.array(sha256Hex),
      connections: z.array(connectionReport),
      failures: z.array(failure),
      notes: z.array(note).describe('Not failures, but anyone who relies on the evidence must know them.'),
    }),
  ),
});
