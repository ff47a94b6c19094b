/** `policy.files`: files of the company's own that checks rest on. */
import * as z from 'zod';
import { oneLine } from './config-values.ts';
import { type InputName, inputNames } from './input-entry.ts';

const ABOUT: Readonly<Record<InputName, string>> = {
  approvals: 'Which destinations and other receivers were approved, when, and in which role.',
  'data-classification': 'Classes of properties: public, internal, personal, special or prohibited.',
  reviews: 'Events of the audit trail that somebody has looked at.',
  roster: 'Who works here and who has left, from HR or the identity provider. People are not kept.',
  vendors: 'Vendors that the company has looked at, with contract, role and country.',
};

const path = oneLine('the path of a CSV file');

const InputFile = z.union(
  [
    path,
    z.strictObject({
      path,
      asOf: z.iso
        .date({ error: 'expected a day such as 2026-11-22' })
        .optional()
        .describe('Day of which the file is. Default: the day on which it was last written, in UTC.'),
    }),
  ],
  { error: 'expected the path of a CSV file, or a map with path and asOf, a day such as 2026-11-22' },
);

export const InputFiles = z
  .strictObject(
    Object.fromEntries(
      inputNames.map((name) => [name, InputFile.optional().describe(ABOUT[name])]),
    ) as Record<InputName, z.ZodOptional<typeof InputFile>>,
  )
  .describe('CSV files of the company’s own, relative to this file. Read by every run.');
export type InputFiles = z.infer<typeof InputFiles>;
