/**
 * `data/inputs/<name>.jsonl`: files of the company's own, as they are sealed. Each has one more line than it has records,
 * with the id `file`, which says what was read. People are never in them: of a roster, keyed fingerprints and ids of users.
 */
import * as z from 'zod';
import type { InputName } from './input-entry.ts';
import { sha256Hex } from './manifest.ts';

/** Id of the line that is of the file itself. */
export const INPUT_FILE_ID = 'file';

const count = z.int().nonnegative();
const day = z.iso.date();
const texts = z.array(z.string());

const ofTheFile = z.strictObject({
  data: z.strictObject({
    asOf: day.describe('Day of which it is.'),
    asOfFrom: z
      .enum(['configuration', 'file-time'])
      .describe('Who says so: the configuration, or when the file was last written, in UTC.'),
    records: count.describe('Lines besides this one.'),
    rows: count.describe('Rows that were read, header and empty ones left out; several may make one record.'),
    sha256: sha256Hex.describe('Of the bytes of the file that was read.'),
  }),
  id: z.literal(INPUT_FILE_ID),
});

const rosterData = z.strictObject({
  leftOn: day.optional(),
  startedOn: day.optional(),
  status: z
    .enum(['active', 'left', 'unclear'])
    .describe('unclear: rows of the same person contradict each other.'),
  userIds: texts.describe(
    'Of `users` with this address, as they were read in the same run. None: no member.',
  ),
});

const vendorData = z.strictObject({
  contract: z.string().optional(),
  country: z.string().optional(),
  erasure: z.enum(['api', 'manual', 'none']).optional(),
  hosts: texts.optional(),
  personalData: z.boolean().optional(),
  phi: z.boolean().optional(),
  regions: texts.optional(),
  reviewedOn: day.optional(),
  role: z.string().optional(),
  slugs: texts.describe('Slugs or names in the catalogue of Segment.'),
  vendor: z.string(),
});

const classificationData = z.strictObject({
  class: z.enum(['public', 'internal', 'personal', 'special', 'prohibited']),
  property: z.string(),
});

const approvalData = z.strictObject({
  approvedOn: day,
  approverRole: z.string(),
  subject: z.string().describe('As results name it, such as `destinations/<id>`.'),
  ticket: z.string().optional(),
});

const reviewData = z.strictObject({ reviewedOn: day, reviewerRole: z.string() });

/** `hmac-sha256:9f2c1a07:Qm9iIGlzIG5vdCBoZXJlIQ` */
const fingerprint = z.string().regex(/^hmac-sha256:[0-9a-f]{8}:[\w-]{22}$/);

const lineOf = (data: z.ZodType, id: z.ZodType = z.string()) =>
  z.union([ofTheFile, z.strictObject({ data, id })]);

/** One line of each file. */
export const inputLines: Readonly<Record<InputName, z.ZodType>> = {
  approvals: lineOf(approvalData),
  'data-classification': lineOf(classificationData),
  reviews: lineOf(reviewData),
  roster: lineOf(
    rosterData,
    fingerprint.describe('Of the address, in the context `email`: trimmed, in lower case, NFC.'),
  ),
  vendors: lineOf(vendorData),
};

export type InputFileData = z.infer<typeof ofTheFile>['data'];
export type RosterData = z.infer<typeof rosterData>;
